// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/paragraph_record.h"

#include <algorithm>

#include <zdict.h>
#include <zstd.h>

#include "core/store/bytes.h"

namespace pilcrow::store {
namespace {

// Part of the index format: on any change raise schema_version.
constexpr std::uint8_t record_version = 1;

constexpr int compression_level = 3;
constexpr std::size_t dictionary_size = 64U << 10;
constexpr std::size_t least_sample = 64U << 10;

}  // namespace

struct TextCodec::Shared {
  ZSTD_CDict* compress = nullptr;
  ZSTD_DDict* decompress = nullptr;
  ~Shared() {
    ZSTD_freeCDict(compress);
    ZSTD_freeDDict(decompress);
  }
};

struct TextCodec::Context {
  ZSTD_CCtx* compress = nullptr;  // made at first use: a reader never needs it
  ZSTD_DCtx* decompress = nullptr;
  ~Context() {
    ZSTD_freeCCtx(compress);
    ZSTD_freeDCtx(decompress);
  }
};

TextCodec::TextCodec(std::string_view dictionary) : context_(std::make_unique<Context>()) {
  if (dictionary.empty()) return;
  auto shared = std::make_shared<Shared>();
  shared->compress = ZSTD_createCDict(dictionary.data(), dictionary.size(), compression_level);
  shared->decompress = ZSTD_createDDict(dictionary.data(), dictionary.size());
  if (shared->compress == nullptr || shared->decompress == nullptr) throw std::bad_alloc();
  shared_ = std::move(shared);
}

TextCodec::TextCodec(const TextCodec& other) : shared_(other.shared_), context_(std::make_unique<Context>()) {}
TextCodec::TextCodec(TextCodec&&) noexcept = default;
TextCodec& TextCodec::operator=(TextCodec&&) noexcept = default;
TextCodec::~TextCodec() = default;

std::string TextCodec::encode(const ParagraphRecord& record) {
  if (context_->compress == nullptr) {
    context_->compress = ZSTD_createCCtx();
    if (context_->compress == nullptr) throw std::bad_alloc();
    // Xapian checks the blocks it reads, and decode() knows the size: neither need be stored with each text.
    ZSTD_CCtx_setParameter(context_->compress, ZSTD_c_checksumFlag, 0);
    ZSTD_CCtx_setParameter(context_->compress, ZSTD_c_dictIDFlag, 0);
    ZSTD_CCtx_setParameter(context_->compress, ZSTD_c_compressionLevel, compression_level);
    if (shared_) ZSTD_CCtx_refCDict(context_->compress, shared_->compress);
  }
  ByteWriter head;
  head.byte(record_version);
  head.varint(record.file);
  std::string out = head.take();
  const std::size_t head_size = out.size();
  out.resize(head_size + ZSTD_compressBound(record.text.size()));
  const std::size_t size = ZSTD_compress2(context_->compress, out.data() + head_size, out.size() - head_size,
                                          record.text.data(), record.text.size());
  // It has room for the worst case, so only memory can be missing.
  if (ZSTD_isError(size) != 0U) throw std::bad_alloc();
  out.resize(head_size + size);
  return out;
}

Result<ParagraphRecord> TextCodec::decode(std::string_view bytes) {
  const auto corrupt = [] { return failure(ErrorCode::index_corrupt, "a paragraph's record cannot be read"); };
  ByteReader in(bytes);
  const bool known_version = in.byte() == record_version;
  ParagraphRecord record;
  record.file = in.varint32();
  if (!known_version || !in.ok() || record.file == 0) return corrupt();
  const std::string_view frame = in.rest();
  const unsigned long long size = ZSTD_getFrameContentSize(frame.data(), frame.size());
  if (size > longest_text) return corrupt();  // also "unknown" and "error", which are the largest numbers
  if (context_->decompress == nullptr) context_->decompress = ZSTD_createDCtx();
  if (context_->decompress == nullptr) throw std::bad_alloc();
  record.text.resize(static_cast<std::size_t>(size));
  const std::size_t written =
      shared_ ? ZSTD_decompress_usingDDict(context_->decompress, record.text.data(), record.text.size(), frame.data(),
                                           frame.size(), shared_->decompress)
              : ZSTD_decompressDCtx(context_->decompress, record.text.data(), record.text.size(), frame.data(),
                                    frame.size());
  if (ZSTD_isError(written) != 0U || written != record.text.size()) return corrupt();
  return record;
}

std::string train_dictionary(const std::vector<std::string>& samples) {
  std::string all;
  std::vector<std::size_t> sizes;
  for (const auto& sample : samples) {
    all += sample;
    sizes.push_back(sample.size());
  }
  if (all.size() < least_sample) return {};
  std::string dictionary(std::min(dictionary_size, all.size() / 16), '\0');
  const std::size_t size = ZDICT_trainFromBuffer(dictionary.data(), dictionary.size(), all.data(), sizes.data(),
                                                 static_cast<unsigned>(sizes.size()));
  // Training fails on samples with nothing in common; a dictionary is an economy, not a need.
  dictionary.resize(ZDICT_isError(size) != 0U ? 0 : size);
  return dictionary;
}

}  // namespace pilcrow::store
