import { z } from 'zod';
import { duration } from './duration.ts';
import { externalResource } from './endpoint.ts';
import { byKey, choose, mustBe, strict } from './parts.ts';
import { taskBase } from './task-base.ts';
import { isJsonObject } from '../../kernel/json.ts';
import { anyMap, json, text } from './text.ts';

const process = { stdin: text.optional(), arguments: z.array(text).optional(), environment: anyMap.optional() };

const lifetime = choose<{ cleanup: string; after?: z.output<typeof duration> | undefined }>((value) => {
  if (!isJsonObject(value)) return mustBe(value, 'a map with "cleanup"');
  return { schema: value['cleanup'] === 'eventually' ? cleanedLater : cleaned };
});

const cleanedLater = strict({ cleanup: z.literal('eventually'), after: duration });
const cleaned = strict({ cleanup: z.enum(['always', 'never', 'eventually']) });

const container = strict({
  ...process,
  image: text,
  name: text.optional(),
  command: text.optional(),
  ports: anyMap.optional(),
  volumes: anyMap.optional(),
  lifetime: lifetime.optional(),
  pullPolicy: z.enum(['ifNotPresent', 'always', 'never']).optional(),
});

const script = byKey({
  code: strict({ ...process, language: text, code: text }),
  source: strict({ ...process, language: text, source: externalResource }),
});

const shell = strict({ ...process, command: text });

const workflow = strict({ namespace: text, name: text, version: text, input: json.optional() });

const shared = {
  await: z.boolean().optional(),
  return: z.enum(['stdout', 'stderr', 'code', 'all', 'none']).optional(),
};

/** `run`: a process outside, or another workflow. */
export const runTask = strict({
  ...taskBase,
  run: byKey({
    container: strict({ ...shared, container }),
    script: strict({ ...shared, script }),
    shell: strict({ ...shared, shell }),
    workflow: strict({ ...shared, workflow }),
  }),
});
