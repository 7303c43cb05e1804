# The site in one image; compose runs it as prepare, web and worker. It writes to /data and /tmp.
FROM python:3.13-slim

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=cms.settings.production DATA_DIR=/data
WORKDIR /site

# pg_dump and pg_restore, for the commands `backup` and `restore`
RUN apt-get update && apt-get install -y --no-install-recommends postgresql-client \
    && rm -rf /var/lib/apt/lists/*

# requirements-telemetry.lock has OpenTelemetry and Sentry as well, requirements-embeddings.lock onnxruntime
ARG REQUIREMENTS=requirements.lock
COPY requirements.lock requirements-telemetry.lock requirements-embeddings.lock ./
RUN pip install --no-cache-dir --require-hashes -r ${REQUIREMENTS}

COPY . .
RUN python -m compileall -q . && useradd --system --uid 999 --no-create-home site && mkdir /data && chown site /data
USER site
VOLUME /data
EXPOSE 8000
CMD ["python", "-m", "cms.serve", "deployed"]
