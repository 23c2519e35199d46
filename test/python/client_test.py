"""What trainers do with the client, against a server that the test file beside this one started. Arguments: address, cases as JSON, an export paper-rl."""

import asyncio
import inspect
import json
import sys
import types
import typing
import unittest

import envscaler_client as envscaler

URL = sys.argv.pop(1)
with open(sys.argv.pop(1), encoding="utf-8") as file:
    CASES = json.load(file)
PAPER = sys.argv.pop(1)
CLIENT = envscaler.Client(URL)
ENVIRONMENT = CLIENT.environments()[0]
# Cases without a user to ask: what TRL and verl rows are made of.
ALONE = [case for case in CASES if all(move["tool"] != "ask_user" for move in case["moves"])]


def begin(case):
    return CLIENT.begin(ENVIRONMENT, scenario_id=case["scenario_id"], scenario_hash=case["scenario_hash"])


class Paper(unittest.TestCase):
    def test_proxies_of_environments_and_checks_say_what_the_server_says(self):
        with open(f"{PAPER}/env_metadata.json", encoding="utf-8") as file:
            environments = json.load(file)
        with open(f"{PAPER}/scenarios_train.json", encoding="utf-8") as file:
            scenarios = json.load(file)
        self.assertGreater(len(scenarios), 1)
        moves = {case["scenario_id"]: case["moves"] for case in CASES}
        for scenario in scenarios:
            # As the paper's loader does it: the class by its name, all of init_config as attributes, the state as vars().
            scope = {}
            exec(environments[scenario["env_id"]]["env_class_code"], scope)
            environment = scope[scenario["env_class_name"]](json.loads(json.dumps(scenario["init_config"])))
            initial = json.loads(json.dumps(vars(environment)))
            for move in moves[scenario["task_id"]]:
                result = getattr(environment, move["tool"])(**move["arguments"])
                self.assertTrue(json.loads(result)["success"], result)

            def passed(state):
                verdicts = []
                for check in scenario["checklist_with_func"]:
                    checks = {"initial_state": initial}
                    exec(check["check_func"], checks)
                    verdicts.append(checks["check_func"](state))
                return verdicts

            self.assertEqual(set(passed(vars(environment))), {True}, scenario["task_id"])
            self.assertIn(False, passed(initial), scenario["task_id"])


class PlainClient(unittest.TestCase):
    def test_the_reference_earns_the_whole_reward_in_every_scenario(self):
        for case in CASES:
            with begin(case) as episode:
                self.assertIn(case["task"], episode.prompt())
                for move in case["moves"]:
                    result = episode.call(move["tool"], move["arguments"])
                    self.assertTrue(result.value()["success"], result.text)
                    self.assertIsNone(result.reward)
                self.assertEqual(episode.submit(case["words"]).reward, 1, case["scenario_id"])
                self.assertTrue(episode.finished)
                with self.assertRaises(envscaler.EnvScalerError):
                    episode.call(case["moves"][0]["tool"], {})

    def test_tells_scenarios_with_the_hashes_of_the_dataset(self):
        tasks = {task["scenario_id"]: task["scenario_hash"] for task in CLIENT.tasks(ENVIRONMENT)}
        self.assertEqual(tasks, {case["scenario_id"]: case["scenario_hash"] for case in CASES})

    def test_a_row_of_another_version_is_told(self):
        with self.assertRaisesRegex(envscaler.EnvScalerError, "another version") as caught:
            CLIENT.begin(ENVIRONMENT, scenario_id=CASES[0]["scenario_id"], scenario_hash="0" * 64)
        self.assertEqual(caught.exception.status, 409)

    def test_a_server_that_is_not_there_is_told_with_the_way_out(self):
        with self.assertRaisesRegex(envscaler.EnvScalerError, "envscaler serve"):
            envscaler.Client("http://127.0.0.1:9").environments()

    def test_an_answer_can_be_asked_for_again_by_its_id(self):
        case = ALONE[0]
        with begin(case) as episode:
            events = CLIENT._stream(episode._path("call"), {"name": case["moves"][0]["tool"], "input": case["moves"][0]["arguments"]}, episode._headers())
            event, task_id = next(events)
            self.assertEqual(event, "task_id")
            events.close()
            again = episode._answer({"name": case["moves"][0]["tool"], "input": {}, "task_id": task_id})
            self.assertTrue(again["ok"])


class Trl(unittest.TestCase):
    def setUp(self):
        self.factory = envscaler.trl_environments(CLIENT)[ENVIRONMENT]

    def test_methods_give_back_the_very_schemas(self):
        tools = CLIENT.tools(ENVIRONMENT)
        environment = self.factory()
        names = {name for name, _ in inspect.getmembers(environment, inspect.ismethod) if not name.startswith("_")}
        self.assertEqual(names, {tool.name for tool in tools} | {"reset"})
        for tool in tools:
            method = getattr(environment, tool.name)
            self.assertEqual(envscaler.json_schema(method), tool.function())
            signature, hints = inspect.signature(method), typing.get_type_hints(method)
            required = [name for name, one in signature.parameters.items() if one.default is inspect.Parameter.empty]
            self.assertEqual(set(required), set(tool.parameters.get("required", [])))
            self.assertEqual(set(signature.parameters), set(tool.parameters["properties"]))
            documentation = inspect.getdoc(method)
            self.assertTrue(documentation.startswith(" ".join(tool.description.split())))
            for name, schema in tool.parameters["properties"].items():
                self.assertIn(name, hints)
                self.assertRegex(documentation, rf"(?m)^    {name}: \S")
                for keyword in ("format", "minimum", "pattern"):
                    if keyword in schema:
                        self.assertIn(f'"{keyword}": {json.dumps(schema[keyword], ensure_ascii=False)}', documentation)

    def test_transformers_gets_the_very_schemas(self):
        def derived(function):
            return {"derived": function.__name__}

        templates = types.ModuleType("transformers.utils.chat_template_utils")
        templates.get_json_schema = derived
        utils = types.ModuleType("transformers.utils")
        utils.chat_template_utils = templates
        sys.modules.update({"transformers": types.ModuleType("transformers"), "transformers.utils": utils})
        try:
            envscaler.use_exact_schemas()
            envscaler.use_exact_schemas()
            tool = CLIENT.tools(ENVIRONMENT)[0]
            self.assertEqual(templates.get_json_schema(getattr(self.factory(), tool.name)), tool.function())
            self.assertEqual(templates.get_json_schema(len), {"derived": "len"})
        finally:
            for name in ("transformers", "transformers.utils"):
                del sys.modules[name]

    def test_a_group_is_played_and_scored_with_what_was_said_last(self):
        case = ALONE[0]
        solver, idler = self.factory(), self.factory()
        for one in (solver, idler):
            row = {"scenario_id": case["scenario_id"], "scenario_hash": case["scenario_hash"], "kind": "direct", "begin": "{}"}
            self.assertIsNone(one.reset(**row))
        for move in case["moves"]:
            tool = next(tool for tool in CLIENT.tools(ENVIRONMENT) if tool.name == move["tool"])
            left_out = {name: None for name in tool.parameters["properties"] if name not in move["arguments"]}
            self.assertTrue(json.loads(getattr(solver, move["tool"])(**move["arguments"], **left_out))["success"])
        said = [{"role": "assistant", "content": f"<think>\nhm\n</think>\n\n{case['words']}"}]
        rewards = envscaler.trl_reward([said, "Nothing to do."], [solver, idler], prompts=[])
        self.assertEqual(rewards[0], 1)
        self.assertLess(rewards[1], 1)


class Verl(unittest.TestCase):
    def row(self, case):
        create = {"env_id": ENVIRONMENT, "scenario_id": case["scenario_id"], "scenario_hash": case["scenario_hash"]}
        return {"envscaler": {"create_kwargs": create}}

    def score(self, case, text, fields):
        extra = {"tools_kwargs": self.row(case), **fields}
        return envscaler.compute_score("envscaler", text, case["scenario_id"], extra)

    def test_a_trajectory_is_one_episode_though_every_call_makes_a_tool(self):
        case = ALONE[0]
        data = types.SimpleNamespace(request_id="r1", tools_kwargs=self.row(case), extra_fields={})

        async def play():
            async def call(move):
                tool = envscaler.VerlTool({"type": "native", "tool": move["tool"], "base_url": URL}, None)
                instance, _ = await tool.create()
                response, _, _ = await tool.execute(instance, move["arguments"], agent_data=data)
                await tool.release(instance)
                return json.loads(response.text)["success"]

            # All at once, as verl makes the parallel calls of a turn.
            return await asyncio.gather(*[call(move) for move in case["moves"]])

        self.assertTrue(all(asyncio.run(play())))
        json.dumps(data.extra_fields)
        text = f"...<tool_response>\n{{}}\n</tool_response>\nassistant\n<think>\n\n</think>\n\n{case['words']}<|im_end|>"
        self.assertEqual(self.score(case, text, data.extra_fields), {"score": 1.0, "unscored": 0.0})

    def test_without_a_call_it_earns_what_doing_nothing_earns(self):
        self.assertLess(self.score(ALONE[0], "assistant\nDone.", {})["score"], 1)

    def test_the_last_words_are_what_follows_the_last_result(self):
        for text, words in [
            ("Done.", "Done."),
            ("<think>a</think>b<tool_call>{}</tool_call><tool_response>x</tool_response>\nassistant\nAll done.<|im_end|>", "All done."),
            ("<think>never ends", ""),
        ]:
            self.assertEqual(envscaler.last_words(text), words)


unittest.main(argv=["client_test"], verbosity=0)
