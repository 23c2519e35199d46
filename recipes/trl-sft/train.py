"""Fine-tunes a small Qwen3 on an export trl-sft. Argument: the folder of the export."""

import sys

from datasets import load_dataset
from trl import SFTConfig, SFTTrainer

rows = load_dataset(sys.argv[1], "sft", split="train")
trainer = SFTTrainer(
    model="Qwen/Qwen3-0.6B",
    train_dataset=rows.select_columns(["messages", "tools"]),
    args=SFTConfig(
        output_dir="trained-sft",
        max_length=8192,
        assistant_only_loss=True,
        chat_template_kwargs={"enable_thinking": False},
        per_device_train_batch_size=1,
        gradient_accumulation_steps=8,
        num_train_epochs=2,
        learning_rate=1e-5,
    ),
)
trainer.train()
