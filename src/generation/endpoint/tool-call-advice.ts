/** What makes servers of local models give calls of tools as calls. */
export const toolCallFlags =
  'vLLM wants --enable-auto-tool-choice and --tool-call-parser NAME (hermes for Qwen and Hermes, llama3_json for Llama 3, mistral for ' +
  'Mistral), SGLang --tool-call-parser NAME, llama.cpp --jinja, and Ollama a model that is tagged "tools"';
