import { smallNumbers } from '../number-words.ts';

/** "14:30", "2:30 pm", "half past two". */
export function timeForms(time: string): string[] {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  const twelve = hour % 12 === 0 ? 12 : hour % 12;
  const half = hour < 12 ? ['am', 'a.m.'] : ['pm', 'p.m.'];
  const minutes = String(minute).padStart(2, '0');
  const exact = half.flatMap((name) => [
    `${twelve}:${minutes} ${name}`,
    `${twelve}:${minutes}${name}`,
    `${twelve}.${minutes} ${name}`,
  ]);
  const hours = smallNumbers[twelve] ?? '';
  const full =
    minute === 0
      ? [
          ...half.flatMap((name) => [`${twelve} ${name}`, `${twelve}${name}`, `${hours} ${name}`]),
          `${twelve} o'clock`,
          `${hours} o'clock`,
          `at ${hours}`,
        ]
      : [];
  return [
    time,
    `${hour}:${minutes}`,
    ...exact,
    ...full,
    ...(minute === 30 ? [`half past ${hours}`] : []),
    ...(minute === 15 ? [`quarter past ${hours}`] : []),
    ...(time === '12:00' ? ['noon', 'midday'] : []),
    ...(time === '00:00' ? ['midnight'] : []),
  ];
}
