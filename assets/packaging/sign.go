package main

import (
	"context"
	"os"
	"runtime"
)

// A signer signs programs for Windows with osslsigncode, or doesn't where there is no certificate. What is signed
// differs from build to build: a signature holds its time.
type signer struct {
	certificate string // a PKCS #12 file
	password    string // a file with its password
	timestamps  string // the address of a server that witnesses the time; "" for none
}

// signerFrom reads what the environment says: METERSCOPE_SIGN_PKCS12, METERSCOPE_SIGN_PASSWORD_FILE and
// METERSCOPE_SIGN_TIMESTAMP_URL.
func signerFrom(env func(string) string) signer {
	return signer{env("METERSCOPE_SIGN_PKCS12"), env("METERSCOPE_SIGN_PASSWORD_FILE"), env("METERSCOPE_SIGN_TIMESTAMP_URL")}
}

func (s signer) arguments(from, to string) []string {
	args := []string{"sign", "-pkcs12", s.certificate, "-h", "sha256", "-n", appName}
	if s.password != "" {
		args = append(args, "-readpass", s.password)
	}
	if s.timestamps != "" {
		args = append(args, "-ts", s.timestamps)
	}
	return append(args, "-in", from, "-out", to)
}

// sign signs a program in place.
func (s signer) sign(ctx context.Context, j *job, path string) error {
	if s.certificate == "" {
		return nil
	}
	signed := path + ".signed"
	if err := j.command(ctx, j.work, nil, "osslsigncode", s.arguments(path, signed)...); err != nil {
		return err
	}
	return os.Rename(signed, path)
}

// uninstaller gives the commands by which NSIS has the uninstaller signed, which it alone gets to see: %1 is its path.
func (s signer) uninstaller() []string {
	if s.certificate == "" || runtime.GOOS == "windows" {
		return nil
	}
	sign := "osslsigncode"
	for _, a := range s.arguments("%1", "%1.signed") {
		sign += " '" + a + "'"
	}
	return []string{sign, "mv '%1.signed' '%1'"}
}
