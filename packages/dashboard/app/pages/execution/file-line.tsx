import { Link } from 'wouter';
import { fileClient, type WrittenFile } from '../../client/files.ts';
import { Text } from '../../part/text.tsx';
import { nameOf } from '../../story/key.ts';
import { fileFacts, showable } from './file-facts.ts';

interface FileLineProps {
  readonly id: string;
  readonly file: WrittenFile;
}

/** A file that was written: to look at, to keep, and who wrote it. */
export function FileLine({ id, file }: FileLineProps) {
  const { path, state, task, step } = file;
  const page = `/executions/${encodeURIComponent(id)}`;
  const isThere = state === 'there' || state === 'changed';
  return (
    <>
      {showable(file) === null ? (
        <Text of={path} />
      ) : (
        <Link href={`${page}?file=${encodeURIComponent(path)}`}>
          <Text of={path} />
        </Link>
      )}
      <span className="facts">
        {fileFacts(file) !== '' && (
          <span className={isThere ? undefined : 'bad'}>
            <Text of={fileFacts(file)} />
          </span>
        )}
        <Link className="faint" href={`${page}?task=${encodeURIComponent(step)}`}>
          by <Text of={nameOf(task).name} />
        </Link>
        {isThere && (
          <a href={fileClient.address(id, path)} download>
            Download{' '}
            <span className="unseen">
              <Text of={path} />
            </span>
          </a>
        )}
      </span>
    </>
  );
}
