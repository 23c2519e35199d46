"""GRPO on an export trl-grpo against `envscaler serve`. Argument: the folder of the export."""

import sys

import envscaler_client as envscaler
from datasets import load_dataset
from trl import GRPOConfig, GRPOTrainer

rows = load_dataset(sys.argv[1], "rl", split="train")
envscaler.use_exact_schemas()
trainer = GRPOTrainer(
    model="Qwen/Qwen3-0.6B",
    train_dataset=rows.remove_columns(["tools_json", "begin"]),
    environment_factory=envscaler.trl_environments(envscaler.Client(), sorted(set(rows["environment"]))),
    reward_funcs=envscaler.trl_reward,
    args=GRPOConfig(
        output_dir="trained-grpo",
        num_generations=8,
        max_completion_length=8192,
        max_tool_calling_iterations=30,
        chat_template_kwargs={"enable_thinking": False},
        learning_rate=1e-6,
    ),
)
trainer.train()
