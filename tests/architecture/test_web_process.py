"""Nothing of AI runs in the web process: it does not even load an engine."""

import subprocess
import sys
from pathlib import Path

from tests.interviewai.launching import PROJECT, environment

ENGINES = (
    "faster_whisper",
    "ctranslate2",
    "piper",
    "onnxruntime",
    "av",
    "providers.local",
    "providers.openai_compatible",
)
LOADED = f"""
import sys
import interviewai.asgi
from django.urls import get_resolver
assert get_resolver().url_patterns
print(sorted(name for name in sys.modules if name.startswith({ENGINES!r})))
"""


def test_the_web_process_loads_no_engine(tmp_path: Path) -> None:
    nowhere = {
        "SECRET_KEY": "a key for this test alone, long enough to be taken for one",
        "DATABASE_URL": "postgresql://owner:password@127.0.0.1:1/interviewai",
        "REDIS_URL": "redis://127.0.0.1:1/0",
        "AI_ENV": "local",
    }
    web = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", LOADED],
        cwd=PROJECT,
        env=environment(tmp_path, **nowhere),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (web.returncode, web.stdout.strip()) == (0, "[]"), web.stderr
