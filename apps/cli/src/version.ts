// The version of this Muster; written in by the bundler.
declare const __MUSTER_VERSION__: string | undefined;

export const version = typeof __MUSTER_VERSION__ === 'string' ? __MUSTER_VERSION__ : '0.0.0-source';
