/** What stands against calling an environment Ready. */
export interface Obstacle {
  /** One word for programs. */
  reason: string;
  message: string;
  /** Waiting won't help. */
  final?: true;
}
