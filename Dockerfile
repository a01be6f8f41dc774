# One image, several commands: crawl, work, serve, migrate. Two stages: the first installs, the second runs.
ARG BASE=python:3.12-slim-bookworm
FROM ${BASE} AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /opt/baqylau
RUN python3 -m venv /opt/venv
COPY requirements/run.txt requirements/run.txt
RUN /opt/venv/bin/pip install --require-hashes --no-deps -r requirements/run.txt

FROM ${BASE}
LABEL org.opencontainers.image.title="Baqylau" org.opencontainers.image.licenses="Apache-2.0"
RUN useradd --uid 10001 --create-home --shell /usr/sbin/nologin baqylau \
 && install -d -o baqylau -g baqylau /data
COPY --from=build /opt/venv /opt/venv
COPY baqylau /opt/baqylau/baqylau
COPY crawler /opt/baqylau/crawler
COPY workers /opt/baqylau/workers
COPY dashboard /opt/baqylau/dashboard
COPY console /opt/baqylau/console
COPY press /opt/baqylau/press
COPY outlets /opt/baqylau/outlets
COPY scrapy.cfg LICENSE NOTICE /opt/baqylau/
# numpy must find one thread before it loads: two threads burned 5.4 times the CPU in our measurement
ENV PATH=/opt/venv/bin:$PATH PYTHONPATH=/opt/baqylau PYTHONUNBUFFERED=1 OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 BAQYLAU_DATA=/data
WORKDIR /opt/baqylau
USER 10001:10001
VOLUME /data
ENTRYPOINT ["python", "-m", "console.main"]
CMD ["--help"]
