import type { Answer } from '@batonhq/server/client';
import { api } from './api.ts';

/** A file that an execution wrote, and what has become of it. */
export type WrittenFile = Answer<'GET /api/executions/{id}/files'>['files'][number];

/** The beginning of a text. */
export interface ReadText {
  readonly text: string;
  /** There is more than was read. */
  readonly isCut: boolean;
}

/** Bytes of a text that are read: more than a page shows. */
const most = 256 * 1024;

/** What executions wrote. */
export const fileClient = {
  files: async (id: string) => (await api.call('GET /api/executions/{id}/files', { params: { id } })).files,
  /** Where a file is had from. */
  address: (id: string, path: string): string =>
    `/api/executions/${encodeURIComponent(id)}/files/content?path=${encodeURIComponent(path)}`,
  text: async (id: string, path: string): Promise<ReadText> =>
    beginningOf(await api.open('GET /api/executions/{id}/files/content', { params: { id }, query: { path } })),
};

/** Reads no further than anybody looks: what is left of a large file stays where it is. */
async function beginningOf({ body }: Response): Promise<ReadText> {
  const decoder = new TextDecoder();
  const reader = body?.getReader();
  let [text, read] = ['', 0];
  for (;;) {
    const part = await reader?.read();
    if (part?.value === undefined) return { text: text + decoder.decode(), isCut: false };
    text += decoder.decode(part.value, { stream: true });
    read += part.value.length;
    if (read > most) {
      await reader?.cancel();
      return { text, isCut: true };
    }
  }
}
