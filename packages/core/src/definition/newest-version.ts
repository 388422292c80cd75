/**
 * The highest of some semantic versions; a pre-release only when there is nothing else, `null` when there is nothing.
 *
 * @example newestVersion(['1.9.0', '1.10.0', '2.0.0-rc.1']) // '1.10.0'
 */
export function newestVersion(versions: readonly string[]): string | null {
  const releases = versions.filter((version) => !isPreRelease(version));
  const candidates = releases.length === 0 ? versions : releases;
  return candidates.reduce<string | null>(
    (newest, version) => (newest === null || compareVersions(version, newest) > 0 ? version : newest),
    null,
  );
}

function isPreRelease(version: string): boolean {
  return split(version)[1].length > 0;
}

/** Precedence of semantic versions 2.0: positive when `left` is newer. What is no version comes first, by its text. */
function compareVersions(left: string, right: string): number {
  const [leftCore, leftTail] = split(left);
  const [rightCore, rightTail] = split(right);
  return compareParts(leftCore, rightCore) || compareTails(leftTail, rightTail) || compareText(left, right);
}

function split(version: string): readonly [core: readonly string[], tail: readonly string[]] {
  const [core = '', ...tail] = (version.split('+')[0] ?? '').split('-');
  return [core.split('.'), tail.length === 0 ? [] : tail.join('-').split('.')];
}

/** A version without a tail is newer than its pre-releases. */
function compareTails(left: readonly string[], right: readonly string[]): number {
  if (left.length === 0 || right.length === 0) return right.length - left.length;
  return compareParts(left, right);
}

function compareParts(left: readonly string[], right: readonly string[]): number {
  for (const [index, part] of left.entries()) {
    const other = right[index];
    if (other === undefined) return 1;
    const order = comparePart(part, other);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

function comparePart(left: string, right: string): number {
  const [isLeftNumber, isRightNumber] = [/^\d+$/.test(left), /^\d+$/.test(right)];
  if (isLeftNumber && isRightNumber) return Number(left) - Number(right);
  if (isLeftNumber !== isRightNumber) return isLeftNumber ? -1 : 1;
  return compareText(left, right);
}

function compareText(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
