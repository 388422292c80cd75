import { useQuery } from '@tanstack/react-query';
import { fileClient, type WrittenFile } from '../../client/files.ts';
import { Dialog } from '../../part/dialog.tsx';
import { Problem } from '../../part/problem.tsx';
import { Value, visible } from '../../part/value.tsx';
import { csvRows } from './csv-rows.ts';
import { FileTable, isTable } from './file-table.tsx';
import { fileFacts, showable } from './file-facts.ts';

interface FileDialogProps {
  readonly id: string;
  readonly file: WrittenFile;
  readonly onClose: () => void;
}

/** What stands in a file: pictures as pictures, tables as tables, everything else as the text it is. */
export function FileDialog({ id, file, onClose }: FileDialogProps) {
  const address = fileClient.address(id, file.path);
  const name = visible(file.path);
  return (
    <Dialog title={name} onClose={onClose}>
      <p className="facts file-facts">
        <span>{fileFacts(file)}</span>
        <a href={address} download>
          Download
        </a>
      </p>
      {file.mediaType.startsWith('text/html') && (
        <p className="note">This is a page. Here it is shown as text; downloaded, a browser shows it.</p>
      )}
      {showable(file) === 'image' ? (
        <img className="file-image" src={address} alt={name} />
      ) : (
        <FileText id={id} file={file} />
      )}
    </Dialog>
  );
}

function FileText({ id, file }: Omit<FileDialogProps, 'onClose'>) {
  const read = useQuery({
    queryKey: ['file', id, file.path, file.touchedAt],
    queryFn: () => fileClient.text(id, file.path),
    retry: false,
  });
  if (read.isError) return <Problem error={read.error} />;
  if (read.data === undefined) return <p aria-busy="true">Reading…</p>;
  const { text, isCut } = read.data;
  const table = file.mediaType.startsWith('text/csv') ? csvRows(text) : [];
  return (
    <>
      {isTable(table) ? <FileTable label="Content" table={table} /> : <Value label="Content" value={text} />}
      {isCut && <p className="note">This is the beginning of it: download it for the rest.</p>}
    </>
  );
}
