/** Words that generated programs are made of. */
export const NULLARY = (
  'length keys keys_unsorted type not add any all flatten reverse sort unique min max to_entries from_entries first last ' +
  'tostring tojson fromjson tonumber ascii_downcase ascii_upcase explode implode utf8bytelength transpose combinations ' +
  'values nulls booleans numbers strings arrays objects iterables scalars finites normals empty error recurse .. paths ' +
  'floor ceil round trunc fabs sqrt abs infinite nan isinfinite isnan isnormal tostream fromdate ' +
  'frexp modf logb significand exp2 cbrt @text @json @csv @tsv @html @uri @sh @base64 min max'
).split(' ');

export const PATTERNS = [
  'a',
  '[a-c]+',
  '(?<x>[a-z])(?<y>\\\\d)?',
  '^.',
  '.$',
  'o+',
  '\\\\w+',
  '\\\\s',
  '(a)|(b)',
  '[^,]+',
  'b?',
  '(?=o)',
  '(?<!o)o',
  '(.)\\\\1',
  'é',
  '.{2}',
] as const;

/** Where offsets in bytes and in code points are the same. */
export const ASCII = 'strings | select(utf8bytelength == length)';
