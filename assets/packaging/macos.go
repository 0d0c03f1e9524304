package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
)

func lacksForMacOS() string {
	if runtime.GOOS != "darwin" {
		return "macOS is built on a Mac"
	}
	return missing([2]string{"clang", "xcode-select --install"}, [2]string{"hdiutil", "a part of macOS"})
}

// buildMacOS makes the .app with the fyne command, and a disk image with it and a link to the programs' folder. It is
// signed where METERSCOPE_SIGN_IDENTITY names an identity of the keychain, and notarised where METERSCOPE_NOTARY_PROFILE
// names a profile that `xcrun notarytool store-credentials` made.
func buildMacOS(ctx context.Context, j *job) error {
	fyne, err := j.tool(ctx, fyneTool)
	if err != nil {
		return err
	}
	if err := j.command(ctx, j.src, nil, fyne, "package", "--target", "darwin", "--release", "--tags", windowTags); err != nil {
		return err
	}
	image := filepath.Join(j.work, "image")
	if err := os.MkdirAll(image, 0o755); err != nil {
		return err
	}
	app := filepath.Join(image, appName+".app")
	if err := os.Rename(filepath.Join(j.src, appName+".app"), app); err != nil {
		return err
	}
	list := filepath.Join(app, "Contents", "Info.plist")
	data, err := os.ReadFile(list)
	if err != nil {
		return err
	}
	if data, err = withDocumentTypes(data); err != nil {
		return err
	}
	if err := os.WriteFile(list, data, 0o644); err != nil {
		return err
	}
	papers, err := j.papers()
	if err != nil {
		return err
	}
	for _, f := range papers {
		if err := os.WriteFile(filepath.Join(app, "Contents", "Resources", f.path), f.data, f.mode); err != nil {
			return err
		}
	}
	j.programs = append(j.programs, filepath.Join(app, "Contents", "MacOS", command))
	return j.diskImage(ctx, image, app)
}

func (j *job) diskImage(ctx context.Context, image, app string) error {
	identity := os.Getenv("METERSCOPE_SIGN_IDENTITY")
	if identity == "" {
		identity = "-" // for this machine only: an unsigned program doesn't start on Apple's processors at all
	}
	if err := j.command(ctx, j.work, nil, "codesign", "--force", "--options", "runtime", "--sign", identity, app); err != nil {
		return err
	}
	if err := os.Symlink("/Applications", filepath.Join(image, "Applications")); err != nil {
		return err
	}
	made := filepath.Join(j.work, j.name("macos-"+runtime.GOARCH+".dmg"))
	if err := j.command(ctx, j.work, nil, "hdiutil", "create", "-volname", appName, "-srcfolder", image, "-format", "UDZO", made); err != nil {
		return err
	}
	if profile := os.Getenv("METERSCOPE_NOTARY_PROFILE"); profile != "" {
		if err := j.command(ctx, j.work, nil, "xcrun", "notarytool", "submit", made, "--keychain-profile", profile, "--wait"); err != nil {
			return err
		}
		if err := j.command(ctx, j.work, nil, "xcrun", "stapler", "staple", made); err != nil {
			return err
		}
	}
	return j.keepFile(filepath.Base(made), made)
}

// withDocumentTypes adds to an Info.plist which files belong to the program, which the fyne command doesn't know to do:
// case files are its own, logs it can view.
func withDocumentTypes(list []byte) ([]byte, error) {
	end := []byte("</dict>\n</plist>")
	i := bytes.LastIndex(list, end)
	if i < 0 {
		return nil, errors.New("the Info.plist doesn't end as it should")
	}
	list = append(append(append([]byte{}, list[:i]...), documentTypes...), list[i:]...)
	return bytes.Replace(list, []byte("<string>10.11</string>"), []byte("<string>12.0</string>"), 1), nil // what Go 1.26 needs
}

const documentTypes = `	<key>CFBundleDocumentTypes</key>
	<array>
		<dict>
			<key>CFBundleTypeName</key><string>Meterscope case</string>
			<key>CFBundleTypeRole</key><string>Editor</string>
			<key>LSHandlerRank</key><string>Owner</string>
			<key>LSItemContentTypes</key><array><string>` + appID + `.case</string></array>
		</dict>
		<dict>
			<key>CFBundleTypeName</key><string>Log</string>
			<key>CFBundleTypeRole</key><string>Viewer</string>
			<key>LSHandlerRank</key><string>Alternate</string>
			<key>LSItemContentTypes</key>
			<array>
				<string>public.plain-text</string><string>public.log</string><string>public.json</string>
				<string>public.comma-separated-values-text</string><string>org.gnu.gnu-zip-archive</string>
				<string>public.zip-archive</string>
			</array>
		</dict>
	</array>
	<key>UTExportedTypeDeclarations</key>
	<array>
		<dict>
			<key>UTTypeIdentifier</key><string>` + appID + `.case</string>
			<key>UTTypeDescription</key><string>Meterscope case</string>
			<key>UTTypeConformsTo</key><array><string>public.data</string></array>
			<key>UTTypeTagSpecification</key>
			<dict>
				<key>public.filename-extension</key><array><string>meterscope</string></array>
				<key>public.mime-type</key><string>` + mimeType + `</string>
			</dict>
		</dict>
	</array>
`
