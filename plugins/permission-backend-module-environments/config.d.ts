export interface Config {
  /** Sandbox environments on Kubernetes. */
  environments?: {
    /**
     * Who may do more than look after their own environments. Everybody who is
     * signed in is a developer; nobody is ops or auditor unless a group here
     * says so.
     */
    roles?: {
      /**
       * Groups that run the platform: they see and may delete every environment.
       * References such as `group:default/platform-ops`; `platform-ops` means the same.
       */
      ops?: string[];
      /**
       * Groups that check it: they read every environment and the audit log and
       * change nothing, whatever other groups they are in.
       */
      auditors?: string[];
    };
  };
}
