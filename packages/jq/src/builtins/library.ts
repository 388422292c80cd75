/**
 * Builtins that are shortest said in the language itself. Their calls are inlined like those of any definition, so
 * they cost what their bodies cost. Names that begin with an underscore are for this library alone.
 */
import type { Definition } from '../syntax/ast.ts';
import { parseDefinitions } from '../syntax/parser.ts';

const SOURCE = `
def values: select(. != null);
def nulls: select(. == null);
def booleans: select(type == "boolean");
def numbers: select(type == "number");
def strings: select(type == "string");
def arrays: select(type == "array");
def objects: select(type == "object");
def iterables: select(type | . == "array" or . == "object");
def scalars: select(type | . != "array" and . != "object");
def finites: select(isfinite);
def normals: select(isnormal);
def toarray: if type == "array" then . else [.] end;

def first: .[0];
def last: .[-1];
def nth($n): .[$n];
def nth($n; f): if $n < 0 then error("nth doesn't support negative indices") else first(skip($n; f)) end;
def until(stop; step): def loop: if stop then . else step | loop end; loop;
def while(go; step): def loop: if go then ., (step | loop) else empty end; loop;
def repeat(f): def loop: f, loop; loop;
def recurse(f): def loop: ., (f | loop); loop;
def recurse(f; go): def loop: ., (f | select(go) | loop); loop;
def map_values(f): .[] |= f;
def walk(f): def loop: (if type == "object" then map_values(loop) elif type == "array" then map(loop) else . end) | f; loop;
def in(container): . as $key | container | has($key);
def inside(whole): . as $part | whole | contains($part);
def abs: if . < 0 then -. else . end;
def transpose: [range(0; map(length) | max // 0) as $column | [.[][$column]]];
def combinations: if length == 0 then [] else .[0][] as $head | (.[1:] | combinations) as $tail | [$head] + $tail end;
def combinations(n): . as $choices | [range(n) | $choices] | combinations;
def with_entries(f): to_entries | map(f) | from_entries;
def paths(f): path(recurse | select(f)) | select(length > 0);
def leaf_paths: paths(scalars);
def debug(messages): (messages | debug | empty), .;

def tostream: path(def leaves: (.[]? | leaves), .; leaves) as $path
  | getpath($path)
  | reduce path(.[]?) as $inner ([$path, .]; [$path + $inner]);
def fromstream(events): {value: null, isWhole: false} as $start
  | foreach events as $event ($start;
      (if .isWhole then $start else . end)
      | if $event | length == 2
        then .isWhole = ($event[0] | length == 0) | setpath(["value"] + $event[0]; $event[1])
        else .isWhole = ($event[0] | length == 1) end;
      if .isWhole then .value else empty end);
def truncate_stream(events): . as $depth | null | events
  | if .[0] | length > $depth then .[0] |= .[$depth:] else empty end;

def INDEX(rows; key): reduce rows as $row ({}; .[$row | key | tostring] = $row);
def INDEX(key): INDEX(.[]; key);
def IN(choices): any(choices == .; .);
def IN(source; choices): any(source == choices; .);
def JOIN($index; key): [.[] | [., $index[key]]];
def JOIN($index; rows; key): rows | [., $index[key]];
def JOIN($index; rows; key; pair): rows | [., $index[key]] | pair;

def ascii: [.] | implode;
def todate: strftime("%Y-%m-%dT%H:%M:%SZ");
def todateiso8601: strftime("%Y-%m-%dT%H:%M:%SZ");
def fromdateiso8601: strptime("%Y-%m-%dT%H:%M:%SZ") | mktime;
def fromdate: fromdateiso8601;
def date: todate;
def dateadd(unit; amount): . + amount;
def datesub(unit; amount): . - amount;

def match($pattern): _arguments($pattern) as [$re, $flags] | match($re; $flags);
def test($pattern): _arguments($pattern) as [$re, $flags] | test($re; $flags);
def capture($pattern): _arguments($pattern) as [$re, $flags] | capture($re; $flags);
def match(re; flags): _matches(re; flags) | .[];
def capture(re; flags): _matches(re; flags) | .[] | _named;
def scan($re): scan($re; null);
def scan($re; $flags): _matches($re; "g" + $flags) | .[]
  | if .captures | length > 0 then [.captures[].string] else .string end;
def splits($re): splits($re; null);
def splits($re; flags): split($re; flags) | .[];
def split($re; flags): . as $text | _matches($re; "g" + flags) | _between($text);
def sub($re; replacement): sub($re; replacement; "");
def gsub($re; replacement): sub($re; replacement; "g");
def gsub($re; replacement; flags): sub($re; replacement; flags + "g");
def sub($re; replacement; $flags): . as $text
  | [_matches($re; $flags)[] | [., [_named | replacement]]]
  | _substituted($text) | .[];
`;

/** The definitions, in the order of their source. */
export const libraryDefinitions = (): readonly Definition[] => parseDefinitions(SOURCE);
