/** A notification is a line or two. */
const longest = 500;

/**
 * Text that came from a server, made safe for a notification: VS Code makes links of `[…](…)` there, also such as run commands.
 */
export function notificationText(text: string): string {
  const plain = text.replaceAll('](', '] (');
  return plain.length > longest ? `${plain.slice(0, longest)}…` : plain;
}
