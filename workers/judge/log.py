"""One JSON object per line on stderr; stdout belongs to the frames."""

from __future__ import annotations

import json
import sys
import time


def log(event: str, **fields: object) -> None:
    line = json.dumps({"at": round(time.time(), 3), "event": event, **fields}, default=str, ensure_ascii=False)
    sys.stderr.write(line + "\n")
    sys.stderr.flush()
