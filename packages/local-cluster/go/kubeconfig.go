package main

import (
	"os"

	"k8s.io/client-go/tools/clientcmd"
	clientcmdapi "k8s.io/client-go/tools/clientcmd/api"
)

// contextName is the name of the cluster and of the context in the kubeconfig.
const contextName = "sandlot-local"

// writeAdminKubeconfig writes a kubeconfig for the whole cluster, readable by
// its owner only. The components use it too.
func writeAdminKubeconfig(path, server string, pki *publicKeyInfrastructure) error {
	var contents [3][]byte
	for index, file := range []string{pki.authorityCert, pki.adminCert, pki.adminKey} {
		content, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		contents[index] = content
	}
	config := clientcmdapi.NewConfig()
	config.Clusters[contextName] = &clientcmdapi.Cluster{Server: server, CertificateAuthorityData: contents[0]}
	config.AuthInfos["sandlot-local-admin"] = &clientcmdapi.AuthInfo{
		ClientCertificateData: contents[1],
		ClientKeyData:         contents[2],
	}
	config.Contexts[contextName] = &clientcmdapi.Context{Cluster: contextName, AuthInfo: "sandlot-local-admin"}
	config.CurrentContext = contextName
	content, err := clientcmd.Write(*config)
	if err != nil {
		return err
	}
	return writeFile(path, content)
}
