/** The part of `package-lock.json` that is read here. */
export type Lockfile = {
  readonly packages: Readonly<Record<string, LockedPackage>>;
};

/** One installed package of a lockfile. */
export type LockedPackage = {
  readonly version?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
  readonly libc?: readonly string[];
  readonly optionalDependencies?: Readonly<Record<string, string>>;
};

const platformName =
  /(?<os>android|darwin|freebsd|linux|openharmony|win32)-(?<cpu>arm64|arm|ia32|ppc64|riscv64|s390x|x64)/;

/**
 * The lockfile with an entry for each platform package that a tool offers. npm leaves those of other platforms out when
 * it cannot fetch them or finds an installed tree, and then `npm ci` refuses the lockfile or installs a tool without its
 * binary somewhere else.
 */
export function completeLockfile<Lock extends Lockfile>(lock: Lock): Lock {
  const missing = missingPlatforms(lock);
  const packages = { ...lock.packages, ...Object.fromEntries(missing) };
  const inOrder = Object.entries(packages).toSorted(([a], [b]) => a.localeCompare(b, 'en'));
  return missing.length === 0 ? lock : { ...lock, packages: Object.fromEntries(inOrder) };
}

/** What `completeLockfile` adds. */
export function missingPlatforms(lock: Lockfile): readonly (readonly [string, LockedPackage])[] {
  return Object.entries(lock.packages).flatMap(([path, parent]) =>
    Object.entries(parent.optionalDependencies ?? {})
      .filter(([name]) => platformName.test(name))
      .filter(([name]) => !lock.packages[`node_modules/${name}`] && !lock.packages[`${path}/node_modules/${name}`])
      .map(([name, version]) => [`node_modules/${name}`, platformPackage({ name, version, parent })] as const),
  );
}

function platformPackage(wanted: {
  readonly name: string;
  readonly version: string;
  readonly parent: LockedPackage;
}): LockedPackage {
  const { os = '', cpu = '' } = platformName.exec(wanted.name)?.groups ?? {};
  const libc =
    os !== 'linux' ? undefined : /musl/.test(wanted.name) ? 'musl' : /gnu/.test(wanted.name) ? 'glibc' : undefined;
  return {
    version: wanted.version,
    cpu: [cpu],
    ...(wanted.parent.dev && { dev: true }),
    ...(libc && { libc: [libc] }),
    optional: true,
    os: [os],
  };
}
