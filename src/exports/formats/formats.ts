import { UserError } from '../../base/errors.ts';
import { suggestion } from '../../base/nearest.ts';
import { bundle } from './bundle.ts';
import { dpo } from './dpo.ts';
import type { DatasetFormat } from './format.ts';
import { nemoGym } from './nemo-gym.ts';
import { openaiSft } from './openai-sft.ts';
import { paperRl } from './paper-rl.ts';
import { paperSft } from './paper-sft.ts';
import { sharegpt } from './sharegpt.ts';
import { skyrl } from './skyrl.ts';
import { trlGrpo } from './trl-grpo.ts';
import { trlSft } from './trl-sft.ts';
import { verlRl } from './verl-rl.ts';

/** Every dataset format there is. */
export const formats: readonly DatasetFormat[] = [
  trlSft,
  sharegpt,
  openaiSft,
  paperSft,
  dpo,
  verlRl,
  trlGrpo,
  nemoGym,
  skyrl,
  paperRl,
  bundle,
];

/** The format of a name. Throws a UserError with the nearest name when there is none. */
export function findFormat(name: string): DatasetFormat {
  const found = formats.find((format) => format.name === name);
  if (found) return found;
  const names = formats.map((format) => format.name);
  throw new UserError(`There is no dataset format "${name}".${suggestion(name, names)}`);
}
