import { z } from 'zod';

/** Where servers for local models listen unless told otherwise. */
export const usualPorts: readonly { readonly port: number; readonly server: string }[] = [
  { port: 11434, server: 'Ollama' },
  { port: 8000, server: 'vLLM' },
  { port: 8080, server: 'llama.cpp' },
  { port: 1234, server: 'LM Studio' },
];

/** A server on this machine that speaks the OpenAI protocol, with the models it offers. */
export interface LocalEndpoint {
  readonly server: string;
  readonly baseUrl: string;
  readonly models: readonly string[];
}

const modelList = z.looseObject({ data: z.array(z.looseObject({ id: z.string() })) });

/** Looks for servers on ports of this machine, for at most `timeoutMs` each, all at once. Nothing but their list of models is asked. */
export async function findLocalEndpoints(ports: typeof usualPorts, timeoutMs = 500): Promise<readonly LocalEndpoint[]> {
  const found = await Promise.all(
    ports.map(async ({ port, server }) => {
      const baseUrl = `http://localhost:${port}/v1`;
      const models = await modelsAt(baseUrl, timeoutMs);
      return models ? [{ server, baseUrl, models }] : [];
    }),
  );
  return found.flat();
}

async function modelsAt(baseUrl: string, timeoutMs: number): Promise<readonly string[] | undefined> {
  try {
    const response = await fetch(`${baseUrl}/models`, { signal: AbortSignal.timeout(timeoutMs), redirect: 'error' });
    const parsed = modelList.safeParse(await response.json());
    return parsed.success ? parsed.data.data.map((model) => model.id) : undefined;
  } catch {
    // Nobody listens there, or somebody who speaks otherwise.
    return undefined;
  }
}
