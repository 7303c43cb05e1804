"""Log records as lines of JSON, for systems that collect logs."""

import json
import logging
from datetime import UTC, datetime

from cms.health.request_id import request_id


class JsonFormatter(logging.Formatter):
    """Writes one object a line: time, level, logger, message, and where there are any the id of
    the request and the traceback."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if request := request_id():
            line["request"] = request
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)
