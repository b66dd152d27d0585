// Which containers a selection means. Pure. Protected ones, and Muster's own, are never among them.
import type { Target } from '#core';
import { matchesGlob } from '../shared/glob.ts';
import type { DockerSelection } from './docker.config.ts';

/** As the engine lists it. */
export interface ListedContainer {
  readonly Id: string;
  readonly Names: readonly string[];
  readonly Image: string;
  readonly Labels: Readonly<Record<string, string>>;
  /** "Up 3 minutes (healthy)". */
  readonly Status: string;
  readonly NetworkSettings?: { readonly Networks?: Readonly<Record<string, unknown>> | null };
}

/** With any value but `false`, on a container that no experiment may harm. */
const PROTECTED_LABEL = 'muster.protected';
/** On every container that Muster starts. */
export const OWN_LABEL = 'muster.helper';
const PROJECT_LABEL = 'com.docker.compose.project';
const SERVICE_LABEL = 'com.docker.compose.service';

export function isUntouchable({ Id, Labels }: ListedContainer, ownContainer: string | undefined): boolean {
  const wish = Labels[PROTECTED_LABEL];
  const isProtected = wish !== undefined && wish !== 'false';
  return isProtected || OWN_LABEL in Labels || (ownContainer !== undefined && Id.startsWith(ownContainer));
}

export function isSelected(container: ListedContainer, selection: DockerSelection): boolean {
  const { Labels, Image, Status, NetworkSettings } = container;
  const { name, project, service, image, network, label = {}, healthy } = selection;
  const wishes: readonly (readonly [pattern: string | undefined, values: readonly (string | undefined)[]])[] =
    [
      [name, [nameOf(container)]],
      [project, [Labels[PROJECT_LABEL]]],
      [service, [Labels[SERVICE_LABEL]]],
      [image, [Image]],
      [network, Object.keys(NetworkSettings?.Networks ?? {})],
      ...Object.entries(label).map(([key, pattern]) => [pattern, [Labels[key]]] as const),
    ];
  return (
    wishes.every(([pattern, values]) => fits(pattern, values)) && (!healthy || Status.includes('(healthy)'))
  );
}

function fits(pattern: string | undefined, values: readonly (string | undefined)[]): boolean {
  return pattern === undefined || values.some((value) => value !== undefined && matchesGlob(pattern, value));
}

export function targetOf(driver: string, container: ListedContainer): Target {
  const { Id, Image, Labels } = container;
  const [project, service] = [Labels[PROJECT_LABEL], Labels[SERVICE_LABEL]];
  return {
    driver,
    id: Id,
    name: nameOf(container),
    labels: { image: Image, ...(project && { project }), ...(service && { service }) },
    locator: { container: Id },
  };
}

/** "/shop-payments-1"; names of links have a second slash. */
function nameOf({ Names, Id }: ListedContainer): string {
  const own = Names.find((name) => name.lastIndexOf('/') === 0) ?? Names[0];
  return own?.replace(/^\//, '') ?? Id.slice(0, 12);
}
