package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"time"
)

const (
	authorityValidity = 10 * 365 * 24 * time.Hour
	leafValidity      = 365 * 24 * time.Hour
	// renewBefore is how long before its end a certificate is replaced at a start.
	renewBefore = 30 * 24 * time.Hour
)

// publicKeyInfrastructure names the files that the components read.
type publicKeyInfrastructure struct {
	authorityCert, authorityKey string
	serverCert, serverKey       string
	adminCert, adminKey         string
	serviceAccountKey           string
}

// keyPair is a certificate and its key, in memory.
type keyPair struct {
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
}

// ensurePKI makes what is missing or near its end and keeps the rest, so that
// kubeconfigs and service account tokens of an earlier run stay good.
func ensurePKI(dir string, now time.Time) (*publicKeyInfrastructure, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	file := func(name string) string { return filepath.Join(dir, name) }
	pki := &publicKeyInfrastructure{
		authorityCert: file("ca.crt"), authorityKey: file("ca.key"),
		serverCert: file("apiserver.crt"), serverKey: file("apiserver.key"),
		adminCert: file("admin.crt"), adminKey: file("admin.key"),
		serviceAccountKey: file("service-account.key"),
	}

	authority, err := ensureKeyPair(pki.authorityCert, pki.authorityKey, nil, &x509.Certificate{
		Subject:               pkix.Name{CommonName: "sandlot-local-cluster"},
		NotAfter:              now.Add(authorityValidity),
		KeyUsage:              x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature,
		BasicConstraintsValid: true,
		IsCA:                  true,
	}, now)
	if err != nil {
		return nil, err
	}
	_, err = ensureKeyPair(pki.serverCert, pki.serverKey, authority, &x509.Certificate{
		Subject:     pkix.Name{CommonName: "kube-apiserver"},
		NotAfter:    now.Add(leafValidity),
		KeyUsage:    x509.KeyUsageDigitalSignature,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		DNSNames:    []string{"localhost", "kubernetes", "kubernetes.default", "kubernetes.default.svc"},
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1), net.IPv4(10, 96, 0, 1)},
	}, now)
	if err != nil {
		return nil, err
	}
	_, err = ensureKeyPair(pki.adminCert, pki.adminKey, authority, &x509.Certificate{
		Subject:     pkix.Name{CommonName: "sandlot-local-admin", Organization: []string{"system:masters"}},
		NotAfter:    now.Add(leafValidity),
		KeyUsage:    x509.KeyUsageDigitalSignature,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
	}, now)
	if err != nil {
		return nil, err
	}
	if _, err := readKey(pki.serviceAccountKey); err != nil {
		key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			return nil, err
		}
		if err := writeKey(pki.serviceAccountKey, key); err != nil {
			return nil, err
		}
	}
	return pki, nil
}

// ensureKeyPair keeps a pair that is whole, signed by the authority (by itself
// when there is none) and good for a while; else it makes one from the template.
func ensureKeyPair(certPath, keyPath string, authority *keyPair, template *x509.Certificate, now time.Time) (*keyPair, error) {
	if pair, err := readKeyPair(certPath, keyPath); err == nil {
		signer := pair.cert
		if authority != nil {
			signer = authority.cert
		}
		if pair.cert.CheckSignatureFrom(signer) == nil && now.Add(renewBefore).Before(pair.cert.NotAfter) {
			return pair, nil
		}
	}

	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 127))
	if err != nil {
		return nil, err
	}
	template.SerialNumber = serial
	// An hour of grace for clocks that were set back.
	template.NotBefore = now.Add(-time.Hour)
	parent, signingKey := template, key
	if authority != nil {
		parent, signingKey = authority.cert, authority.key
	}
	der, err := x509.CreateCertificate(rand.Reader, template, parent, key.Public(), signingKey)
	if err != nil {
		return nil, err
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, err
	}
	if err := writeKey(keyPath, key); err != nil {
		return nil, err
	}
	if err := writeFile(certPath, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})); err != nil {
		return nil, err
	}
	return &keyPair{cert, key}, nil
}

func readKeyPair(certPath, keyPath string) (*keyPair, error) {
	key, err := readKey(keyPath)
	if err != nil {
		return nil, err
	}
	content, err := os.ReadFile(certPath)
	if err != nil {
		return nil, err
	}
	block, _ := pem.Decode(content)
	if block == nil {
		return nil, fmt.Errorf("%s is not PEM", certPath)
	}
	cert, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		return nil, err
	}
	if !key.PublicKey.Equal(cert.PublicKey) {
		return nil, errors.New("the key is not the certificate's")
	}
	return &keyPair{cert, key}, nil
}

func readKey(path string) (*ecdsa.PrivateKey, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	block, _ := pem.Decode(content)
	if block == nil {
		return nil, fmt.Errorf("%s is not PEM", path)
	}
	return x509.ParseECPrivateKey(block.Bytes)
}

func writeKey(path string, key *ecdsa.PrivateKey) error {
	der, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		return err
	}
	return writeFile(path, pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: der}))
}
