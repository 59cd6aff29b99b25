/** How people sign in to a cluster that knows them by an identity provider, with OpenID Connect. */
export interface ClusterSignIn {
  /** https, as the API server has it. */
  issuerUrl: string;
  /** A public client: whoever has the kubeconfig knows it. */
  clientId: string;
  /** Asked for beside `openid`. */
  extraScopes: string[];
  /** As whom the API server knows somebody. */
  username: {
    /** Of the person's entity in the catalog; absent: the e-mail of their profile. */
    annotation?: string;
    /** What the API server puts before it. */
    prefix: string;
  };
}
