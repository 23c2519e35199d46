import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The Python file that trainers play with against `envscaler serve`, as it lies in the package; written beside exports that need it. */
export const pythonClient = {
  name: 'envscaler_client.py',
  text: (): string => readFileSync(fileURLToPath(new URL('../../../python/envscaler_client.py', import.meta.url)), 'utf8'),
};
