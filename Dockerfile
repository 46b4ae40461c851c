# One image for every role; docker-compose.yml says which one a container plays.
FROM python:3.11-slim

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 INTERVIEWAI_HOME=/data
WORKDIR /srv/interviewai

COPY requirements.lock ./
RUN pip install --require-hashes --no-deps -r requirements.lock && python -m compileall -q /usr/local/lib/python3.11/site-packages

COPY manage.py ./
COPY interviewai interviewai
COPY organizations organizations
COPY webhooks webhooks
COPY jobs jobs
COPY interviews interviews
COPY evaluations evaluations
COPY providers providers
COPY templates templates
COPY static static

# Recordings (unless STORAGE_URL names a bucket) and collected static files; nothing else is written.
RUN useradd --system --uid 10001 interviewai && install -d -o interviewai /data
USER interviewai
VOLUME /data
EXPOSE 8000
