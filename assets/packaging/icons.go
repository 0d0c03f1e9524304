package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"

	"golang.org/x/image/draw"
)

// linuxIcons are the sizes that desktops look for, windowsIcons those that an .ico holds.
func linuxIcons() []int   { return []int{16, 22, 24, 32, 48, 64, 128, 256, 512} }
func windowsIcons() []int { return []int{16, 24, 32, 48, 64, 128, 256} }

// iconFiles are the program's icon, which is that of case files too, in all sizes.
func (j *job) iconFiles() ([]file, error) {
	large, err := j.icon()
	if err != nil {
		return nil, err
	}
	var files []file
	for _, side := range linuxIcons() {
		data, err := scaledIcon(large, side)
		if err != nil {
			return nil, err
		}
		dir := fmt.Sprintf("usr/share/icons/hicolor/%dx%d/", side, side)
		files = append(files, file{dir + "apps/" + appID + ".png", data, 0o644}, file{dir + "mimetypes/" + mimeIcon + ".png", data, 0o644})
	}
	return files, nil
}

// icon is the large icon of the commit.
func (j *job) icon() (image.Image, error) {
	data, err := os.ReadFile(filepath.Join(j.src, "assets", "icon.png"))
	if err != nil {
		return nil, err
	}
	return png.Decode(bytes.NewReader(data))
}

// scaledIcon is the icon as a PNG with a side of so many pixels.
func scaledIcon(large image.Image, side int) ([]byte, error) {
	small := image.NewNRGBA(image.Rect(0, 0, side, side))
	draw.CatmullRom.Scale(small, small.Bounds(), large, large.Bounds(), draw.Src, nil)
	var b bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&b, small); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// ico packs the icon into a file of Windows: a directory, then a PNG for each size (Windows Vista and later).
func ico(large image.Image) ([]byte, error) {
	const head, entry = 6, 16
	sides := windowsIcons()
	directory := binary.LittleEndian.AppendUint16(nil, 0)
	directory = binary.LittleEndian.AppendUint16(directory, 1) // icons
	directory = binary.LittleEndian.AppendUint16(directory, uint16(len(sides)))
	var images []byte
	for _, side := range sides {
		data, err := scaledIcon(large, side)
		if err != nil {
			return nil, err
		}
		s := byte(side % 256) // 0 says 256
		directory = append(directory, s, s, 0, 0)
		directory = binary.LittleEndian.AppendUint16(directory, 1)  // planes
		directory = binary.LittleEndian.AppendUint16(directory, 32) // bits a pixel
		directory = binary.LittleEndian.AppendUint32(directory, uint32(len(data)))
		directory = binary.LittleEndian.AppendUint32(directory, uint32(head+entry*len(sides)+len(images)))
		images = append(images, data...)
	}
	return append(directory, images...), nil
}
