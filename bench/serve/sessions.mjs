import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { WebSocket } from 'ws';

/** One session over OpenEnv's WebSocket. */
export async function openSocketSession(url) {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/envs/shop/ws`, { perMessageDeflate: false });
  const waiting = [];
  socket.on('message', (data) => waiting.shift()?.(JSON.parse(data)));
  await once(socket, 'open');
  const ask = (message) =>
    new Promise((resolve, reject) => {
      waiting.push(resolve);
      socket.once('close', reject);
      socket.send(JSON.stringify(message));
    });
  socket.setMaxListeners(0);
  await ask({ type: 'reset' });
  return {
    async call({ tool, arguments: args }) {
      const { data } = await ask({ type: 'step', data: { type: 'call_tool', tool_name: tool, arguments: args } });
      return data.observation.result.data;
    },
    async close() {
      const closed = once(socket, 'close');
      socket.close();
      await closed;
    },
  };
}

const agent = new Agent({ keepAlive: true, maxSockets: 2000 });

/** A request with a JSON body, over connections that are kept; the text of the answer. */
export function post(url, path, body, headers = {}) {
  return new Promise((resolve, reject) => {
    const sent = request(
      `${url}${path}`,
      { method: 'POST', agent, headers: { 'content-type': 'application/json', ...headers } },
      (answer) => {
        let text = '';
        answer.setEncoding('utf8');
        answer.on('data', (chunk) => {
          text += chunk;
        });
        answer.on('end', () => resolve(text));
      },
    );
    sent.on('error', reject);
    sent.end(JSON.stringify(body));
  });
}

let sessions = 0;

/** One session of the Open Reward Standard. */
export async function openOrsSession(url) {
  const headers = { 'x-session-id': `bench-${++sessions}` };
  await post(url, '/create', { split: 'train', index: 0, env_name: 'shop' }, headers);
  return {
    async call({ tool: name, arguments: input }) {
      const text = await post(url, '/shop/call', { name, input }, headers);
      const json = [...text.matchAll(/^event: (?:chunk|end)\ndata: (.*)$/gm)].map(([, data]) => data).join('');
      return JSON.parse(JSON.parse(json).output.blocks[0].text);
    },
    close: () => post(url, '/delete', {}, headers),
  };
}

/** One session of the plain Python server. */
export async function openPythonSession(url) {
  const { session } = JSON.parse(await post(url, '/reset', {}));
  return {
    call: async ({ tool, arguments: args }) => JSON.parse(await post(url, '/step', { session, tool, arguments: args })).result,
    close: () => post(url, '/close', { session }),
  };
}

export function closeConnections() {
  agent.destroy();
}
