# Two stages: packages are built where pip is, and run where it is not needed.
FROM python:3.12-slim AS build
WORKDIR /app
COPY requirements.lock .
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --require-hashes -r requirements.lock

FROM python:3.12-slim
RUN apt-get update && apt-get install -y --no-install-recommends tzdata && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --create-home app
WORKDIR /app
COPY --from=build /venv /venv
COPY --chown=root:root saas saas
COPY templates templates
COPY static static
COPY migrations migrations
COPY config config
RUN /venv/bin/python -m compileall -q saas migrations
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 SAAS_ENV=production HOST=0.0.0.0 PORT=8000 \
    PROMETHEUS_MULTIPROC_DIR=/tmp/metrics
USER app
EXPOSE 8000
# /readyz also asks the database and its migrations.
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s \
    CMD ["python", "-c", "import os, urllib.request as r; r.urlopen(f'http://127.0.0.1:{os.environ[\"PORT\"]}/readyz', timeout=2)"]
CMD ["python", "-m", "saas", "serve"]
