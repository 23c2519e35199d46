import { createServer } from 'node:http';

/** An OpenAI-compatible server that thinks for a while and then answers at length. Sends its port to the parent process. */
const [thinkMs = 2000, answerBytes = 8000] = process.argv.slice(2).map(Number);
const text = JSON.stringify({ text: 'x'.repeat(answerBytes) });
let underway = 0;
let most = 0;

const server = createServer((request, response) => {
  if (request.url === '/most') {
    response.end(String(most));
    return;
  }
  underway++;
  most = Math.max(most, underway);
  request.resume();
  request.on('end', () => {
    setTimeout(
      () => {
        underway--;
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(
          JSON.stringify({
            choices: [{ finish_reason: 'stop', message: { role: 'assistant', content: text } }],
            usage: { prompt_tokens: 2000, completion_tokens: 1500 },
          }),
        );
      },
      thinkMs * (0.75 + Math.random() / 2),
    );
  });
});
process.on('disconnect', () => process.exit());
server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () => process.send?.({ port: server.address().port }));
