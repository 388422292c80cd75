/** The journal has tables that this release does not know. Nothing was touched; a newer release opens it. */
export class NewerSchemaError extends Error {
  override readonly name = 'NewerSchemaError';
  readonly found: number;
  readonly supported: number;

  constructor(file: string, found: number, supported: number) {
    super(
      `${file} was written by a newer Baton (schema ${found}, this release knows ${supported}); install that release, or restore a backup`,
    );
    this.found = found;
    this.supported = supported;
  }
}
