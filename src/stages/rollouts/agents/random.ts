import { isObject, type Json } from '../../../base/json.ts';
import { type Random, seededRandom } from '../../../base/random.ts';
import type { Tool } from '../../../domain/environment/environment.ts';
import type { Message } from '../../../domain/rollout/trajectory.ts';
import type { Agent } from '../agent.ts';

/** Calls made before it stops. */
const calls = 8;

/** An agent that calls random tools with arguments of the right form, using values it has come across. A floor for rewards. */
export const randomAgent: Agent = {
  identity: { kind: 'random' },
  parameters: { version: 1, calls },
  play({ tools, seed }) {
    const random = seededRandom(seed);
    let made = 0;
    return {
      async turn(messages) {
        if (made === calls) return { kind: 'message', message: { role: 'assistant', content: 'I stop here.' } };
        made++;
        const tool = random.pick(tools);
        const args = JSON.stringify(randomArguments(tool, seenWords(messages), random));
        const request = { id: `call_${made}`, type: 'function' as const, function: { name: tool.name, arguments: args } };
        return { kind: 'message', message: { role: 'assistant', content: '', tool_calls: [request] } };
      },
    };
  },
};

function randomArguments(tool: Tool, seen: readonly string[], random: Random): Record<string, Json> {
  const { properties, required } = tool.parameters;
  const names = Array.isArray(required) ? required : [];
  const wanted = Object.entries(isObject(properties) ? properties : {}).filter(
    ([name]) => names.includes(name) || random.chance(0.3),
  );
  return Object.fromEntries(wanted.map(([name, schema]) => [name, randomValue(isObject(schema) ? schema : {}, seen, random)]));
}

function randomValue(schema: Record<string, unknown>, seen: readonly string[], random: Random): Json {
  if (Array.isArray(schema.enum)) return random.pick(schema.enum as string[]);
  switch (schema.type) {
    case 'integer':
    case 'number': {
      const low = typeof schema.minimum === 'number' ? schema.minimum : 0;
      const high = typeof schema.maximum === 'number' ? schema.maximum : low + 20;
      return random.integer(Math.ceil(low), Math.floor(high));
    }
    case 'boolean':
      return random.chance(0.5);
    case 'array':
      return [randomValue(isObject(schema.items) ? schema.items : {}, seen, random)];
    case 'object': {
      const properties = isObject(schema.properties) ? schema.properties : {};
      return Object.fromEntries(
        Object.entries(properties).map(([name, inner]) => [name, randomValue(isObject(inner) ? inner : {}, seen, random)]),
      );
    }
    default:
      return seen.length > 0 ? random.pick(seen) : 'something';
  }
}

/** Quoted strings of tool results and words of the task: where an agent would find ids. */
function seenWords(messages: readonly Message[]): string[] {
  const words = messages.flatMap((message) => {
    if (message.role === 'tool') return [...message.content.matchAll(/"([^"\\]{1,60})"/g)].map((match) => match[1] ?? '');
    return message.role === 'user' ? message.content.split(/\s+/) : [];
  });
  return [...new Set(words)].filter((word) => word !== '');
}
