/** What answers say of a whole cluster. */
export interface ClusterFacts {
  readonly flinkVersion: string | undefined;
  /** `host:port` of each TaskManager by its id. */
  readonly taskManagers: ReadonlyMap<string, string>;
}

interface Known {
  flinkVersion?: string;
  readonly taskManagers: Map<string, string>;
}

/** Facts about clusters. A cluster is a place that answers came from: a recording, a host, a folder and all below. */
export class ClusterAnswers {
  private readonly clusters = new Map<string, Known>();

  addVersion(cluster: string, flinkVersion: string): void {
    this.known(cluster).flinkVersion = flinkVersion;
  }

  addTaskManagers(cluster: string, taskManagers: ReadonlyMap<string, string>): void {
    const known = this.known(cluster);
    for (const [id, location] of taskManagers) known.taskManagers.set(id, location);
  }

  /** What is known of the cluster at any of these places: the nearest folder counts most. */
  factsOf(places: Iterable<string>): ClusterFacts {
    let flinkVersion: string | undefined;
    const taskManagers = new Map<string, string>();
    for (const place of [...places].flatMap(outermostFirst)) {
      const known = this.clusters.get(place);
      flinkVersion = known?.flinkVersion ?? flinkVersion;
      for (const [id, location] of known?.taskManagers ?? []) taskManagers.set(id, location);
    }
    return { flinkVersion, taskManagers };
  }

  private known(cluster: string): Known {
    const known = this.clusters.get(cluster) ?? { taskManagers: new Map() };
    this.clusters.set(cluster, known);
    return known;
  }
}

/** A folder and those that it is in: `''`, `a`, `a/b`. */
export function outermostFirst(place: string): readonly string[] {
  const parts = place === '' ? [] : place.split('/');
  return [...parts.keys(), parts.length].map((length) => parts.slice(0, length).join('/'));
}
