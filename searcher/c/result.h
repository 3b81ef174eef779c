// SPDX-License-Identifier: GPL-3.0-or-later
// A result as C sees it: its hits as structs of views, made once.
#pragma once

#include <string>
#include <vector>

#include "pilcrow.h"
#include "pilcrow/search.h"

struct pilcrow_result {
 public:
  pilcrow_result(pilcrow::SearchResult result, pilcrow::SearchOptions asked);
  pilcrow_result(const pilcrow_result&) = delete;
  pilcrow_result& operator=(const pilcrow_result&) = delete;

  const pilcrow::SearchResult& result() const { return result_; }
  const pilcrow::SearchOptions& asked() const { return asked_; }
  const std::vector<pilcrow_hit>& hits() const { return hits_; }
  const pilcrow_summary& summary() const { return summary_; }

 private:
  /// What the views of one hit point to that has another form in C++.
  struct Lists {
    std::vector<pilcrow_string> headings;
    std::vector<pilcrow_string> lacks;
    std::vector<pilcrow_range> highlights;
  };

  const pilcrow::SearchResult result_;
  const pilcrow::SearchOptions asked_;
  const std::string state_;
  std::vector<Lists> lists_;
  std::vector<pilcrow_hit> hits_;
  pilcrow_summary summary_ = {};
};
