#!/bin/sh
# GRPO on the rows of one environment. Arguments: the folder of an export verl-rl, the id of an environment in it.
set -eu
data=$1
environment=$2
export ENVSCALER_URL="${ENVSCALER_URL:-http://127.0.0.1:8080}" PYTHONPATH="$data"
rows="$data/train-$environment.parquet"
python -c "
import sys, pandas
rows = pandas.read_parquet('$data/train.parquet')
rows[rows.env_id == '$environment'].to_parquet('$rows')"
python -m verl.trainer.main_ppo \
  algorithm.adv_estimator=grpo \
  actor_rollout_ref.model.path=Qwen/Qwen3-0.6B \
  data.train_files="$rows" data.val_files="$rows" data.train_batch_size=32 \
  data.return_raw_chat=true data.max_prompt_length=8192 data.max_response_length=8192 \
  +data.apply_chat_template_kwargs.enable_thinking=false \
  actor_rollout_ref.rollout.name=vllm actor_rollout_ref.rollout.mode=async actor_rollout_ref.rollout.n=8 \
  actor_rollout_ref.rollout.multi_turn.enable=true actor_rollout_ref.rollout.multi_turn.format=hermes \
  actor_rollout_ref.rollout.multi_turn.max_tool_response_length=8192 \
  actor_rollout_ref.rollout.multi_turn.tool_config_path="$data/tools/$environment.yaml" \
  custom_reward_function.path="$data/envscaler_client.py" custom_reward_function.name=compute_score
