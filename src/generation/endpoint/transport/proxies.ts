import { type Agent, Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { HttpProxyAgent } from 'http-proxy-agent';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { getProxyForUrl } from 'proxy-from-env';

const keeping = { keepAlive: true, maxFreeSockets: 64 };

/** Connections that are kept open, straight or over the proxy that HTTPS_PROXY, HTTP_PROXY and NO_PROXY name for an address. */
export function createAgents(): (url: URL) => Agent {
  const straight = { 'http:': new HttpAgent(keeping), 'https:': new HttpsAgent(keeping) };
  const known = new Map<string, Agent>();
  return (url) => {
    const proxy = getProxyForUrl(url.href);
    const isPlain = url.protocol === 'http:';
    if (proxy === '') return straight[isPlain ? 'http:' : 'https:'];
    const key = `${url.protocol} ${proxy}`;
    const agent = known.get(key) ?? (isPlain ? new HttpProxyAgent(proxy, keeping) : new HttpsProxyAgent(proxy, keeping));
    known.set(key, agent);
    return agent;
  };
}
