import * as vscode from 'vscode';
import { isTerminal } from '../../flink/clusterAnswers.js';
import { views } from '../manifest.js';
import { childrenOf, type ClusterNode, type JobOfCluster } from './clusterNodes.js';
import type { Clusters } from './clusters.js';
import { checkpointText, clusterText, jobText, type TreeText } from './treeTexts.js';

/** What the tree needs to know of recordings. */
export interface RunningRecordings {
  readonly onDidChange: vscode.Event<void>;
  isRecording(job: JobOfCluster): boolean;
}

const { None, Collapsed, Expanded } = vscode.TreeItemCollapsibleState;

/** The view *Flink Clusters*: clusters, their jobs, their checkpoints. Clusters are asked only while it is visible. */
export class ClusterTree implements vscode.TreeDataProvider<ClusterNode>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<undefined>();
  private readonly subscriptions: { dispose(): unknown }[];

  readonly onDidChangeTreeData = this.changed.event;

  constructor(
    private readonly clusters: Clusters,
    private readonly recordings: RunningRecordings,
  ) {
    const view = vscode.window.createTreeView(views.clusters, { treeDataProvider: this });
    this.subscriptions = [
      view,
      this.changed,
      clusters.onDidChange(() => this.changed.fire(undefined)),
      recordings.onDidChange(() => this.changed.fire(undefined)),
      view.onDidChangeVisibility(({ visible }) => clusters.watch(visible)),
      view.onDidExpandElement(({ element }) => {
        if (element.kind === 'job') void element.watch.wantCheckpoints(element.job.id);
      }),
      view.onDidCollapseElement(({ element }) => {
        if (element.kind === 'job') element.watch.ignoreCheckpoints(element.job.id);
      }),
    ];
    clusters.watch(view.visible);
  }

  async getChildren(node?: ClusterNode): Promise<ClusterNode[]> {
    return [...(await childrenOf(this.clusters.all, node))];
  }

  getTreeItem(node: ClusterNode): vscode.TreeItem {
    switch (node.kind) {
      case 'cluster': {
        const { cluster, watch } = node;
        const isReachable = watch.state.type === 'reachable';
        const item = treeItem(clusterText(cluster, watch.state), isReachable ? Expanded : None);
        // VS Code keeps whether an entry is open by its id: one that comes back must open again.
        item.id = isReachable ? cluster.url : `${cluster.url} (${watch.state.type})`;
        item.contextValue = isReachable ? 'cluster.reachable' : 'cluster.unreachable';
        return item;
      }
      case 'job': {
        const { cluster, job } = node;
        const isRecorded = this.recordings.isRecording(node);
        const item = treeItem(jobText(job, isRecorded), Collapsed);
        item.id = `${cluster.url} ${job.id}`;
        item.contextValue = `job.${isTerminal(job) ? 'ended' : 'running'}${isRecorded ? '.recorded' : ''}`;
        return item;
      }
      case 'checkpoint': {
        const { cluster, job, checkpoint } = node;
        const item = treeItem(checkpointText(checkpoint, Date.now()), None);
        item.id = `${cluster.url} ${job.id} ${checkpoint.id}`;
        item.contextValue = 'checkpoint';
        return item;
      }
      case 'message': {
        const item = new vscode.TreeItem(node.text);
        item.contextValue = 'message';
        return item;
      }
    }
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }
}

function treeItem(
  { label, description, icon, color, tooltip }: TreeText,
  state: vscode.TreeItemCollapsibleState,
): vscode.TreeItem {
  const item = new vscode.TreeItem(label, state);
  item.description = description;
  item.iconPath = new vscode.ThemeIcon(icon, color === undefined ? undefined : new vscode.ThemeColor(color));
  item.tooltip = markdown(tooltip);
  item.accessibilityInformation = { label: `${label}, ${description}` };
  return item;
}

/** Names and messages come from a server, so they are appended as text, which Markdown cannot read as its own. */
function markdown(lines: TreeText['tooltip']): vscode.MarkdownString {
  const tooltip = new vscode.MarkdownString();
  for (const [name, value] of lines) {
    tooltip.appendMarkdown(`**${name}** `).appendText(value).appendMarkdown('  \n');
  }
  return tooltip;
}
