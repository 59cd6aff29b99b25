export interface Config {
  /** Sandbox environments on Kubernetes. */
  environments?: {
    /**
     * The clusters on which environments are made, the default first. A cluster
     * is reached with the credential of the kubeconfig's context: give it the
     * rights of `deploy/portal-rbac.yaml` and no more.
     */
    clusters?: Array<{
      /** A DNS label, used in the API, the records and the catalog. */
      name: string;
      /** What people read; the name if absent. */
      title?: string;
      /** Credential of the portal for this cluster. */
      kubeconfig?: {
        /** Path of the kubeconfig file. */
        file: string;
        /** Context in it; its current one if absent. */
        context?: string;
      };
      /** Address of the API server that is written into developers' kubeconfigs, if it is another one than the portal's. */
      publicServer?: string;
      /** The nodes only pretend to run pods; the pages say so. */
      simulated?: boolean;
      /** No cluster at all, but a twin in memory for trying the pages; they say so. */
      inMemory?: boolean;
    }>;
    /** How work is done. */
    worker?: {
      /**
       * Operations that one backend works on at the same time.
       * @default 16
       */
      concurrency?: number;
    };
    /** When a template's revision is no longer used. */
    stopTheLine?: {
      /**
       * So many creations in a row that fail halt the revision that they are
       * made of, until somebody resumes it; 0 switches that off.
       * @default 3
       */
      failures?: number;
    };
    /** What was changed past the portal. */
    drift?: {
      /**
       * How often each cluster is compared with what was made on it, in seconds.
       * @default 300
       */
      everySeconds?: number;
    };
  };
}
