"""From a plan to words: prompts, chat models and the offline composer."""
