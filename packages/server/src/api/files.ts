import type { FoundFile } from '@batonhq/agents/workspace';
import { z } from '@hono/zod-openapi';
import { attachment } from '../files/content-disposition.ts';
import { detailOf, ExecutionFiles } from '../files/execution-files.ts';
import { mediaType } from '../files/media-type.ts';
import type { ApiHost } from './host.ts';
import { owned } from './ownership.ts';
import { RefusalError } from './refusal.ts';
import type { Router } from './route.ts';
import { execution } from './shapes.ts';

const tag = 'executions';
const instant = z.number().openapi({ description: 'Milliseconds since 1970' });

const fileRow = z
  .object({
    path: z.string().openapi({ description: 'From the root of the workspace, as whoever wrote it named it' }),
    task: z.string(),
    step: z.string(),
    function: z.string(),
    execution: z.string().openapi({ description: 'This one, or the one it was branched off from' }),
    writtenAt: instant,
    mediaType: z.string(),
    state: z.enum(['there', 'changed', 'gone', 'large', 'refused']),
    detail: z.string().nullable(),
    bytes: z.number().nullable(),
    touchedAt: instant.nullable(),
  })
  .openapi('WrittenFile');

const listing = {
  method: 'get',
  path: '/api/executions/{id}/files',
  summary: 'Files that an execution wrote into the workspace, as its journal tells, and what has become of them',
  tag,
  needs: ['read', 'execution'],
  params: execution,
  answer: {
    status: 200,
    description: 'In the order in which they were written last; of more than 500 the latest',
    schema: z.object({ files: z.array(fileRow) }),
  },
} as const;

const reading = {
  method: 'get',
  path: '/api/executions/{id}/files/content',
  summary: 'A file that an execution wrote: only one that the list of its files has, by the same `path`',
  tag,
  needs: ['read', 'execution'],
  params: execution,
  query: z.object({ path: z.string().max(4_096).default('') }),
  answer: {
    status: 200,
    description: 'The file, to be kept and not to be shown, with its media type',
    schema: z.string(),
    type: 'application/octet-stream',
  },
} as const;

/** Whatever an agent wrote into a file, it loads nothing and runs nothing, even where a browser shows it. */
const powerless = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'";

/** What executions wrote: nothing where no workspace is open. */
export function fileRoutes(router: Router, { journal, files }: ApiHost): void {
  const found = files === undefined ? null : new ExecutionFiles(journal, files);
  router.add(listing, async ({ params: { id }, principal }) => {
    await owned(journal, id, principal);
    const rows: readonly z.infer<typeof fileRow>[] = (await found?.list({ id, tenant: principal.tenant })) ?? [];
    return { files: rows };
  });
  router.add(reading, async ({ params: { id }, query: { path }, principal }) => {
    await owned(journal, id, principal);
    const file = (await found?.open({ id, tenant: principal.tenant }, path)) ?? null;
    if (file === null)
      throw new RefusalError(
        404,
        `this execution wrote no file of that name: GET /api/executions/${id}/files has them`,
      );
    return contentOf(file, path);
  });
}

function contentOf(file: FoundFile, path: string): Response {
  if (file.kind !== 'there') throw new RefusalError(file.kind === 'large' ? 413 : 404, detailOf(file) ?? '');
  const headers = {
    'content-type': mediaType(path),
    'content-length': String(file.bytes),
    'content-disposition': attachment(path),
    'content-security-policy': powerless,
    'cache-control': 'no-store',
  };
  return new Response(file.content(), { headers });
}
