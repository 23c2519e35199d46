/**
 * Plays episodes in a Node process of its own and prints a line for every step: the tool, how the call ended, and a hash of
 * everything that could be seen of it (result, patches, state). Arguments: the folder of the built project. Input: JSON.
 */
const [root] = process.argv.slice(2);
const { createSandbox } = await import(new URL('dist/sandbox/host/ses-sandbox.js', root).href);
const { hashJson } = await import(new URL('dist/base/hash.js', root).href);

let text = '';
process.stdin.setEncoding('utf8');
for await (const chunk of process.stdin) text += chunk;
const { environment, episodes } = JSON.parse(text);

const sandbox = createSandbox({ processes: 1 });
const opened = await sandbox.open(environment);
for (const { start, calls } of episodes) {
  const instance = await opened.create(start);
  for (const [tool, args] of calls) {
    const { outcome, result, patches } = await instance.call(tool, args);
    console.log(`${tool} ${outcome} ${hashJson([result, patches, await instance.hash()]).slice(0, 16)}`);
  }
}
await sandbox.close();
