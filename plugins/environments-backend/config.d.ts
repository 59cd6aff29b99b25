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
      /**
       * How people get into it. Unless told, the portal gives them tokens of
       * service accounts that are theirs alone.
       */
      access?:
        | { type: 'serviceAccount' }
        | {
            /** They sign in by themselves, as the API server's own OpenID Connect has it. */
            type: 'oidc';
            /** As the API server has it, https. */
            issuerUrl: string;
            /** A public client that kubelogin may use, without a secret. */
            clientId: string;
            /** Asked for beside `openid`, such as `email`. */
            extraScopes?: string[];
            /**
             * Annotation of people's entities in the catalog that has their name at the
             * provider; the e-mail of their profile unless told.
             */
            usernameAnnotation?: string;
            /** What the API server puts before it, such as `oidc:`; `""` if nothing. */
            usernamePrefix: string;
          };
      /** The nodes only pretend to run pods; the pages say so. */
      simulated?: boolean;
      /** No cluster at all, but a twin in memory for trying the pages; they say so. */
      inMemory?: boolean;
      /** What templates choose clusters by, in `spec.placement`. */
      labels?: { [key: string]: string };
      /** Rules for what is made on it, as templates have them in `spec.policies`. */
      policies?: object[];
      limits?: {
        /** Environments that may be on it at the same time; any number if absent, and 0 takes no new ones. */
        environments?: number;
        /**
         * Whether requests wait for a place when it is full, or are refused.
         * @default wait
         */
        whenFull?: 'wait' | 'refuse';
      };
    }>;
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
    /** How many environments there may be, whatever of; any number if absent. Templates have limits of their own. */
    limits?: {
      /** Environments that one user or group may own at the same time. */
      perOwner?: number;
      /** Environments that there may be at the same time. */
      total?: number;
    };
    /** Rules for all requests, as templates have them in `spec.policies`. */
    policies?: object[];
    /** How long approvals may take. Times are a whole number and m, h, d or w. */
    approvals?: {
      /**
       * When those who must agree are reminded.
       * @default '1d'
       */
      remindAfter?: string;
      /**
       * When a request that nobody decided on is refused.
       * @default '7d'
       */
      expireAfter?: string;
    };
    /**
     * What becomes of environments whose owner the catalog does not have any more. Times
     * are a whole number and m, h, d or w.
     */
    owners?: {
      /**
       * Whether the catalog is asked. Say false if people sign in whom the catalog doesn't have.
       * @default true
       */
      followCatalog?: boolean;
      /**
       * How long every look at the catalog must have missed somebody who counts as gone.
       * @default '1h'
       */
      confirmAfter?: string;
      /**
       * How often ops are told again of an environment that has no owner.
       * @default '7d'
       */
      remindAfter?: string;
    };
    /** How often one person, or one service, may ask each backend; 0 is as often as they like. */
    rateLimit?: {
      /** @default 1200 */
      requestsPerMinute?: number;
      /**
       * Of what changes something.
       * @default 120
       */
      changesPerMinute?: number;
    };
    /** How work is done. */
    worker?: {
      /**
       * Operations that one backend works on at the same time.
       * @default 16
       */
      concurrency?: number;
    };
    /** Templates of the catalog. */
    templates?: {
      /**
       * When most templates are gone from the catalog at once, it may be that its
       * database was made anew: they are withdrawn only if they are gone for so
       * many minutes; 0 withdraws them at once.
       * @default 15
       */
      lostAfterMinutes?: number;
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
    /** How leases end. Times are a whole number and m, h, d or w, such as `7d`. */
    leases?: {
      /**
       * How long before an end people are told.
       * @default ['2d', '2h', '30m']
       */
      warnBefore?: string[];
      /**
       * How long an environment whose lease has ended sleeps and can be restored, before it is deleted.
       * @default '7d'
       */
      restoreFor?: string;
      /**
       * Who must agree, each of them, when an owner asks for an end beyond what the
       * template gives: users or groups, such as `group:default/platform-ops`. Without any such
       * requests are refused, and only ops may give more.
       */
      approvers?: string[];
    };
    /**
     * Environments that are made ahead, so that whoever asks for just this has one
     * at once. None unless told.
     */
    pools?: Array<{
      /** Of the catalog, such as `service-sandbox`. */
      template: string;
      /** Name; the default cluster unless told. */
      cluster?: string;
      /** How many are kept ready, 50 at most. */
      size: number;
      /** As somebody would choose them; defaults fill the rest. */
      parameters?: object;
      /** Names; those that are on in a fresh form unless told. */
      addOns?: string[];
    }>;
    /** What was changed past the portal. */
    drift?: {
      /**
       * How often each cluster is compared with what was made on it, in seconds.
       * @default 300
       */
      everySeconds?: number;
    };
    /** The log as something that can be proven. */
    audit?: {
      /**
       * Name of the log in its checkpoints and of its keys, without spaces and
       * plus signs. It can't be changed once something is sealed; the host of the app
       * and `/audit` unless told.
       */
      origin?: string;
      /** What the log is signed with. Without any nothing is sealed. */
      signing?: {
        /**
         * Files with an Ed25519 private key each, as PKCS #8 in PEM. All sign;
         * `sandlot audit keygen` makes one.
         */
        keyFiles?: string[];
      };
      /** Who keeps checkpoints outside of the database. */
      witnesses?: Array<
        | {
            kind: 'file';
            /** Of this witness; it is in the log, and can't be changed later. */
            name: string;
            /** Of a file that is only added to. */
            path: string;
          }
        | {
            kind: 'http';
            name: string;
            /** Submission prefix of a C2SP witness. */
            url: string;
            /** Verifier key of its cosignatures. */
            publicKey: string;
          }
        | {
            kind: 'objectStore';
            name: string;
            /** Of an API like that of S3; the bucket is a part of the path. */
            endpoint: string;
            bucket: string;
            /** Of the names of the objects. */
            prefix?: string;
            /** @default us-east-1 */
            region?: string;
            /** @visibility secret */
            accessKeyId: string;
            /** @visibility secret */
            secretAccessKey: string;
            /** @visibility secret */
            sessionToken?: string;
            /** For how many days nobody may delete an object; the bucket must have object lock. */
            retainDays?: number;
          }
      >;
      /** Who gets every sealed record, in order and at least once. */
      sinks?: Array<
        {
          /** Of this sink; what it has taken is kept under it. */
          id: string;
          /** @default cloudevents */
          format?: 'cloudevents' | 'ocsf' | 'record';
        } & (
          | {
              kind: 'http';
              url: string;
              /**
               * Sent with each request, such as Authorization.
               * @deepVisibility secret
               */
              headers?: { [name: string]: string };
            }
          | {
              kind: 'file';
              /** Of a file that is only added to. */
              path: string;
            }
          | {
              kind: 'syslog';
              host: string;
              /** @default 6514 */
              port?: number;
              /** @default tls */
              transport?: 'tcp' | 'tls' | 'udp';
            }
        )
      >;
      /**
       * After so many tries in a row that a sink did not take, it waits until
       * somebody resumes it.
       * @default 10
       */
      parkSinksAfter?: number;
      /** What is kept how long; all for good unless told. */
      retention?: {
        /** Whole months after which records are archived, verified and then deleted. */
        months: number;
        /** Folder of the archives, one file a month; best where nobody can write but the portal. */
        archivePath: string;
      };
      check?: {
        /**
         * How long after one pass over the whole log the next one begins, in hours.
         * @default 24
         */
        everyHours?: number;
      };
      coverage?: {
        /**
         * How often each cluster is compared with the log, in seconds.
         * @default 300
         */
        everySeconds?: number;
      };
    };
  };
}
