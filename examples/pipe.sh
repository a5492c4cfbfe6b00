#!/usr/bin/env bash
# Use the terminal chat from a script: one message per line in, one Turn per line out as JSON.
set -euo pipefail
printf '%s\n' "I passed my exam!" "But my best friend failed, and I feel guilty." |
  empathic-agent chat --json |
  python -c 'import json, sys
for line in sys.stdin:
    turn = json.loads(line)
    print(turn["appraisal"]["emotion"], "->", turn["plan"]["strategy"], "->", turn["reply"])'
