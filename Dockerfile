# kneepoint as an image: docker build --tag kneepoint . ; how to run it says docs/install.md
ARG NODE_VERSION=22

FROM node:${NODE_VERSION}-slim AS build
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN bash .ci/install-locked /app

FROM node:${NODE_VERSION}-slim
ENV NODE_ENV=production
COPY --from=build /app /app
RUN ln -s /app/dist/lab/cli.js /usr/local/bin/kneepoint \
  && mkdir /work \
  && chown node:node /work
USER node
WORKDIR /work
ENTRYPOINT ["kneepoint"]
CMD ["--help"]
