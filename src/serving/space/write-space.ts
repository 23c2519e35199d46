import { cpSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../base/errors.ts';
import type { ServedEnvironment } from '../catalogue/catalogue.ts';

export interface Space {
  readonly folder: string;
  /** An exported bundle that holds the environment. */
  readonly bundle: string;
  readonly environment: ServedEnvironment;
  /** Where this program is installed: what of it is needed goes into the space. */
  readonly program: string;
}

const port = 8000;

/** Of the program, what serving needs; its packages are installed where the image is built. */
const programFiles = ['dist', 'prompts', 'topics', 'prices.yaml', 'package.json', 'LICENSE'];

/**
 * Writes a folder that is an OpenEnv space: its image serves one environment of a bundle, at the root of port 8000. Throws a UserError
 * for a folder that holds something already.
 */
export function writeSpace({ folder, bundle, environment, program }: Space): void {
  if (existsSync(folder) && readdirSync(folder).length > 0)
    throw new UserError(`The folder "${folder}" is not empty. Name another with --openenv-space DIR, or empty it first.`);
  mkdirSync(folder, { recursive: true });
  for (const name of programFiles)
    if (existsSync(join(program, name))) cpSync(join(program, name), join(folder, 'envscaler', name), { recursive: true });
  cpSync(bundle, join(folder, 'bundle'), { recursive: true });
  writeFileSync(join(folder, 'openenv.yaml'), manifestOf(environment));
  writeFileSync(join(folder, 'Dockerfile'), dockerfileOf(environment));
  writeFileSync(join(folder, '.dockerignore'), '**/node_modules\n');
  writeFileSync(join(folder, 'README.md'), readmeOf(environment));
}

function manifestOf({ id }: ServedEnvironment): string {
  return `spec_version: 1
name: ${id}
type: space
# The only value that OpenEnv's tools know; the image runs Node.
runtime: fastapi
port: ${port}
`;
}

function dockerfileOf({ id }: ServedEnvironment): string {
  const command = [
    'node',
    'envscaler/dist/main.js',
    'serve',
    '--from',
    'bundle',
    '--env',
    id,
    '--host',
    '0.0.0.0',
    '--port',
    String(port),
  ];
  return `FROM node:22-slim
WORKDIR /app
COPY envscaler/package.json envscaler/package.json
RUN cd envscaler && npm install --omit=dev --no-audit --no-fund
COPY . .
USER node
EXPOSE ${port}
CMD ${JSON.stringify(command)}
`;
}

function readmeOf({ id, hash, body, scenarios }: ServedEnvironment): string {
  return `---
title: ${id}
sdk: docker
app_port: ${port}
tags: [openenv]
---

# ${body.skeleton.summary}

${body.skeleton.introduction}

An OpenEnv environment made by envscaler: \`${id}\`, version ${hash.slice(0, 12)}, ${scenarios.length} scenarios. Connect to \`/ws\`, send
\`{"type":"reset","data":{"scenario_id":"${scenarios[0]?.name}"}}\`, then \`call_tool\` steps; \`submit\` ends the episode and gives the reward.

To run it: \`docker build -t ${id} . && docker run -p ${port}:${port} ${id}\`
`;
}
