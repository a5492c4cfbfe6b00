"""Questions to a chat model: how they are rendered, asked and waited for."""
