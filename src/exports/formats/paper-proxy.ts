import type { Environment } from '../../domain/environment/environment.ts';

const ask = `def _ask(path, body):
    import json, os, urllib.request
    url = os.environ.get("ENVSCALER_URL", "http://127.0.0.1:8080") + path
    headers = {"Content-Type": "application/json"}
    if os.environ.get("ENVSCALER_TOKEN"):
        headers["Authorization"] = "Bearer " + os.environ["ENVSCALER_TOKEN"]
    request = urllib.request.Request(url, json.dumps(body).encode("utf-8"), headers)
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.loads(answer.read().decode("utf-8"))
`;

/** A Python class whose methods are the tools: each asks the server, and keeps the state that comes back in its attributes. */
export function pythonProxy(id: string, { skeleton, tools }: Environment): string {
  const methods = tools.map(
    ({ name }) => `    def ${name}(self, **arguments):\n        return self._call(${JSON.stringify(name)}, arguments)\n`,
  );
  return `${ask}

class ${skeleton.name}:
    def __init__(self, init_config=None):
        self.__dict__.update(init_config or {})

    def _call(self, tool, arguments):
        import json
        state = {key: value for key, value in vars(self).items() if not key.startswith("_")}
        body = {"env_id": ${JSON.stringify(id)}, "state": state, "tool": tool, "arguments": arguments}
        body["scenario_id"], body["scenario_hash"] = self._scenario["id"], self._scenario["hash"]
        answer = _ask("/v1/call", body)
        for key in state:
            del self.__dict__[key]
        self.__dict__.update(answer["state"])
        outcome = "success" if answer["result"]["success"] else "refused"
        self._calls = [*self._calls, {"tool": tool, "arguments": arguments, "outcome": outcome, "result": answer["result"]}]
        return json.dumps(answer["result"], ensure_ascii=False)

${methods.join('\n')}`;
}

/** A Python function that asks the server about one check, with the states and the calls that the proxy has noted. */
export function pythonCheck(check: { scenario_id: string; scenario_hash: string; check_index: number }): string {
  return `${ask}

def check_func(final_state):
    def states_of(values):
        return {key: value for key, value in values.items() if not key.startswith("_")}
    body = ${JSON.stringify(check)}
    body["initial_state"], body["final_state"] = states_of(initial_state), states_of(final_state)
    body["calls"] = final_state.get("_calls", [])
    return bool(_ask("/v1/check", body)["passed"])
`;
}
