"""Stands in for curl on machines that have none, with just the options that README.md uses; any other is an error."""

import argparse
import http.client
import sys
import time
from urllib.parse import urlsplit


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(allow_abbrev=False)
    parser.add_argument("url")
    parser.add_argument("-s", action="store_true")
    parser.add_argument("-w", default="")
    parser.add_argument("-H", action="append", default=[], dest="headers")
    parser.add_argument("-d", dest="data")
    parser.add_argument("--fail", action="store_true")
    parser.add_argument("--retry", type=int, default=0)
    parser.add_argument("--retry-delay", type=float, default=1)
    parser.add_argument("--retry-all-errors", action="store_true")
    return parser.parse_args()


def once(wanted: argparse.Namespace) -> tuple[int, str]:
    parts = urlsplit(wanted.url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=60)
    headers = dict(header.split(": ", 1) for header in wanted.headers)
    connection.request("POST" if wanted.data else "GET", parts.path, wanted.data, headers)
    response = connection.getresponse()
    return response.status, response.read().decode()


def main() -> int:
    wanted = options()
    for left in range(wanted.retry, -1, -1):
        status, body = once(wanted)
        if not (wanted.fail and status >= 400):
            sys.stdout.write(body + wanted.w.replace("\\n", "\n"))
            return 0
        if left and wanted.retry_all_errors:
            time.sleep(wanted.retry_delay)
    return 22


if __name__ == "__main__":
    sys.exit(main())
