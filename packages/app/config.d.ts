export interface Config {
  auth?: {
    providers?: {
      /**
       * Sign-in without a password as one of a few people, for development. The
       * backend refuses to start with it in production or on an address that is
       * not of its own machine. Set it to null in a configuration laid over one that has it.
       */
      personas?: {
        development?: {
          /**
           * Who may be chosen, in the order of the page.
           * @deepVisibility frontend
           */
          users?: Array<{
            name: string;
            /** A user of the catalog, such as `user:default/dana`. */
            entityRef: string;
            /** A few words under the name. */
            role: string;
            /** What they may do, in one sentence. */
            description: string;
          }>;
        };
      };
    };
  };
}
