# Bellbuoy in a container: one program and one user, with Debian's packages of the C library and no base image.
#
#   buildah build --format docker --build-arg COMMIT="$(git rev-parse HEAD)" -t bellbuoy .
#   docker buildx build --platform linux/amd64,linux/arm64 --build-arg COMMIT="$(git rev-parse HEAD)" -t bellbuoy .
#
# Every command runs on the architecture of the building machine, so images for other architectures need no emulation.

# Debian with Node 20 or later and npm.
ARG BUILD_IMAGE=docker.io/library/node:24-bookworm-slim
FROM --platform=$BUILDPLATFORM ${BUILD_IMAGE} AS build
# Node 26 needs libatomic.
RUN apt-get update && apt-get install --yes --no-install-recommends libatomic1 libstdc++6 mmdebstrap && rm -rf /var/lib/apt/lists/*

WORKDIR /source
COPY . .
ARG COMMIT=
RUN npm ci --include=dev --engine-strict=false && COMMIT=$COMMIT npm pack --pack-destination /

ARG TARGETARCH=amd64
# The root file system. It is unpacked and not configured, so that no program of another architecture has to run.
RUN mmdebstrap --variant=extract --architectures="$TARGETARCH" \
      --include=base-files,busybox-static,libatomic1,libc6,libgcc-s1,libstdc++6 \
      --dpkgopt='path-exclude=/usr/share/*' --dpkgopt='path-include=/usr/share/doc/*/copyright' \
      bookworm /root.tar http://deb.debian.org/debian \
    && mkdir /image && tar -xf /root.tar -C /image \
    && rm -rf /image/var/lib/apt /image/var/cache/* /image/dev/* \
    && for name in sh readlink dirname; do ln -s busybox "/image/bin/$name"; done \
    && printf 'root:x:0:0::/:/bin/sh\nbellbuoy:x:10001:10001::/data:/bin/sh\n' >/image/etc/passwd \
    && printf 'root:x:0:\nbellbuoy:x:10001:\n' >/image/etc/group \
    && mkdir -p /image/data /image/tmp && chown 10001:10001 /image/data && chmod 700 /image/data && chmod 1777 /image/tmp
# The package, with the Node that it names.
RUN npm install --prefix /image/opt/bellbuoy --ignore-scripts --engine-strict=false --loglevel=error /bellbuoy-*.tgz \
    && version=$(node -p 'require("/source/package.json").dependencies.node') \
    && case "$TARGETARCH" in amd64) cpu=x64 ;; *) cpu=$TARGETARCH ;; esac \
    && npm pack --silent --pack-destination /tmp "node-linux-$cpu@$version" \
    && mkdir -p /image/opt/bellbuoy/node_modules/node/bin \
    && tar -xzf "/tmp/node-linux-$cpu-$version.tgz" -C /image/opt/bellbuoy/node_modules/node --strip-components=1 package/bin/node package/LICENSE \
    && ln -s /opt/bellbuoy/node_modules/.bin/bellbuoy /image/usr/bin/bellbuoy

FROM scratch
COPY --from=build /image /
ENV PATH=/usr/bin:/bin \
    HOME=/data \
    BELLBUOY_HOST=0.0.0.0 \
    BELLBUOY_PORT=8080 \
    BELLBUOY_DATABASE_URL=sqlite:/data/bellbuoy.db \
    NODE_COMPILE_CACHE=/data/cache
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s CMD ["bellbuoy", "health"]
ENTRYPOINT ["bellbuoy"]
CMD ["serve"]
